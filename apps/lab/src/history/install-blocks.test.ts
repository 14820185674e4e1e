import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempDir } from '../testing/temp-dir.ts';
import { BlockStaging } from './install-blocks.ts';

function withBlocks(staging: BlockStaging, ...names: string[]): void {
  for (const name of names) {
    const block = join(staging.folder, 'blocks', name);
    mkdirSync(block, { recursive: true });
    writeFileSync(join(block, 'meta.json'), '{}');
  }
}

describe('blocks on their way into the database', () => {
  test('blocks - when all are made - then they are moved and nothing else is left', () => {
    const database = join(tempDir(), 'prometheus');
    mkdirSync(database);
    const staging = new BlockStaging(database);
    staging.begin();
    withBlocks(staging, 'A', 'B');
    staging.markComplete();
    expect(staging.install()).toBe(2);
    expect(readdirSync(database).sort()).toEqual(['A', 'B']);
    expect(existsSync(staging.folder)).toBe(false);
  });

  test('run - when it was interrupted while making blocks - then the next begins with none', () => {
    const staging = new BlockStaging(join(tempDir(), 'prometheus'));
    staging.begin();
    withBlocks(staging, 'half');
    expect(staging.isComplete).toBe(false);
    staging.begin();
    expect(readdirSync(staging.folder)).toEqual([]);
  });

  test('run - when it was interrupted while moving blocks - then the next moves the rest', () => {
    const database = join(tempDir(), 'prometheus');
    mkdirSync(join(database, 'A'), { recursive: true });
    const staging = new BlockStaging(database);
    staging.begin();
    withBlocks(staging, 'B');
    staging.markComplete();
    expect(new BlockStaging(database).isComplete).toBe(true);
    new BlockStaging(database).install();
    expect(readdirSync(database).sort()).toEqual(['A', 'B']);
  });
});
