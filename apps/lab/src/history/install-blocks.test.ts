import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempDir } from '../testing/temp-dir.ts';
import { BlockStaging, moveBlocks } from './install-blocks.ts';

function withBlocks(staging: BlockStaging, ...names: string[]): void {
  for (const name of names) {
    const block = join(staging.blocks, name);
    mkdirSync(block, { recursive: true });
    writeFileSync(join(block, 'meta.json'), '{}');
  }
}

describe('blocks on their way into the database', () => {
  test('run - when it was interrupted while making blocks - then the next begins with none', () => {
    const staging = new BlockStaging(join(tempDir(), 'prometheus-history'));
    staging.begin();
    withBlocks(staging, 'half');
    expect(staging.isComplete).toBe(false);
    staging.begin();
    expect(readdirSync(staging.folder)).toEqual([]);
  });

  test('run - when it was interrupted while moving blocks - then the next moves the rest', () => {
    const state = tempDir();
    const database = join(state, 'prometheus');
    mkdirSync(join(database, 'A'), { recursive: true });
    const staging = new BlockStaging(join(state, 'prometheus-history'));
    staging.begin();
    withBlocks(staging, 'B', 'C');
    staging.markComplete();
    const next = new BlockStaging(staging.folder);
    expect(next.isComplete).toBe(true);
    moveBlocks(next.blocks, database);
    expect(readdirSync(database).sort()).toEqual(['A', 'B', 'C']);
    next.discard();
    expect(existsSync(staging.folder)).toBe(false);
  });
});
