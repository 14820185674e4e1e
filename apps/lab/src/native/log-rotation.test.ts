import { closeSync, existsSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempDir } from '../testing/temp-dir.ts';
import { rotatedName, rotateIfLarge } from './log-rotation.ts';

describe('rotateIfLarge', () => {
  test('when a log is larger than the limit - then its lines are in the copy, and its writer goes on in the emptied file', () => {
    const path = join(tempDir(), 'inference.jsonl');
    const writer = openSync(path, 'a');
    try {
      writeSync(writer, 'first\n'.repeat(100));
      expect(rotateIfLarge(path, 100)).toBe(true);
      writeSync(writer, 'second\n');
    } finally {
      closeSync(writer);
    }
    expect(readFileSync(rotatedName(path), 'utf8')).toBe('first\n'.repeat(100));
    expect(readFileSync(path, 'utf8')).toBe('second\n');
  });

  test('when a log is rotated again - then only the latest copy is kept', () => {
    const path = join(tempDir(), 'a.jsonl');
    for (const text of ['one', 'two']) {
      writeFileSync(path, text.repeat(10));
      rotateIfLarge(path, 5);
    }
    expect(readFileSync(rotatedName(path), 'utf8')).toBe('two'.repeat(10));
  });

  test('when a log is small or absent - then nothing happens', () => {
    const path = join(tempDir(), 'a.jsonl');
    expect(rotateIfLarge(path, 100)).toBe(false);
    writeFileSync(path, 'x');
    expect(rotateIfLarge(path, 100)).toBe(false);
    expect(existsSync(rotatedName(path))).toBe(false);
  });
});

describe('rotatedName', () => {
  test('when a log is rotated - then its name still ends as the Collector looks for it', () => {
    expect(rotatedName('/x y/inference.jsonl')).toBe('/x y/inference.1.jsonl');
    expect(rotatedName('/x/features.stderr.log')).toBe('/x/features.stderr.1.log');
  });
});
