import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FileTree } from './file-tree.ts';

const LONGER_THAN_ANY_BUFFER = 'é'.repeat(200_000);
let folder: string;
let tree: FileTree;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'file-tree-'));
  tree = new FileTree(`${folder}/`);
  mkdirSync(join(folder, 'b'));
  writeFileSync(join(folder, 'a'), '  5 \n');
  writeFileSync(join(folder, 'long'), LONGER_THAN_ANY_BUFFER);
  symlinkSync('a', join(folder, 'link'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('FileTree', () => {
  test('when a file is longer than the buffer - then it comes whole, and the next one is not mixed with it', () => {
    expect(tree.text('long')).toBe(LONGER_THAN_ANY_BUFFER);
    expect(tree.text('a')).toBe('  5 \n');
  });

  test('when an attribute is read, at once or not - then it has no blanks around it', async () => {
    expect(tree.attribute('a')).toBe('5');
    expect(await tree.readAttribute('a')).toBe('5');
  });

  test('when something is absent - then whoever expects that gets nothing, and whoever does not an error', async () => {
    expect(tree.textIfPresent('none')).toBeUndefined();
    expect(tree.attributeIfReadable('a/none')).toBeUndefined();
    expect(await tree.readAttribute('none')).toBeUndefined();
    expect(tree.namesIfPresent('none')).toEqual([]);
    expect(tree.target('none')).toBeUndefined();
    expect(() => tree.text('none')).toThrow(expect.objectContaining({ code: 'ENOENT' }));
    expect(() => tree.names('none')).toThrow(expect.objectContaining({ code: 'ENOENT' }));
  });

  test('when a folder is read as a file - then that is an error and not an absence', () => {
    expect(() => tree.textIfPresent('b')).toThrow(expect.objectContaining({ code: 'EISDIR' }));
  });

  test('when entries and links are asked for - then they come by name and with their end', () => {
    expect(tree.names('.')).toEqual(['a', 'b', 'link', 'long']);
    expect(tree.target('link')).toBe(tree.target('a'));
  });
});
