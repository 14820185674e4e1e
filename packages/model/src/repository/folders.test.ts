import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { listVersionsIn, readVersionIn, repositoryFolders } from './folders.ts';

function folders(...contents: readonly (readonly string[])[]): string[] {
  const root = mkdtempSync(join(tmpdir(), 'lab-folders-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  return contents.map((versions, index) => {
    const folder = join(root, String(index));
    mkdirSync(folder);
    for (const version of versions) {
      mkdirSync(join(folder, version), { recursive: true });
      writeFileSync(join(folder, version, 'model.onnx'), `folder ${index}`);
    }
    return folder;
  });
}

describe('repositoryFolders', () => {
  test('when one folder or several are named - then they are parted as in PATH', () => {
    expect(repositoryFolders('/models')).toEqual(['/models']);
    expect(repositoryFolders(`/models${delimiter}/releases`)).toEqual(['/models', '/releases']);
  });
});

describe('a repository in two folders', () => {
  test('when both hold versions - then all are listed in order, and the first folder counts where both hold one', async () => {
    const both = folders(['fraud/2', 'fraud/10'], ['fraud/2', 'fraud/3', 'other/1']);
    expect(await listVersionsIn(both)).toEqual([
      { name: 'fraud', versions: ['2', '3', '10'] },
      { name: 'other', versions: ['1'] },
    ]);
    expect((await readVersionIn(both, 'fraud', '2')).directory).toBe(join(both[0] ?? '', 'fraud/2'));
    expect((await readVersionIn(both, 'fraud', '3')).directory).toBe(join(both[1] ?? '', 'fraud/3'));
  });

  test('when the second is not there yet - then the first is the repository', async () => {
    const [first = ''] = folders(['fraud/1']);
    expect(await listVersionsIn([first, join(first, 'nowhere')])).toEqual([
      { name: 'fraud', versions: ['1'] },
    ]);
  });

  test('when the first is not there - then it is told: a mistyped path must not look like an empty repository', async () => {
    const [first = ''] = folders(['fraud/1']);
    await expect(listVersionsIn([join(first, 'nowhere'), first])).rejects.toMatchObject({
      code: 'REPOSITORY_UNREADABLE',
    });
  });

  test('when no folder holds the version - then the file that is missing is named', async () => {
    await expect(readVersionIn(folders(['fraud/1'], []), 'fraud', '9')).rejects.toMatchObject({
      code: 'MODEL_FILE_MISSING',
    });
  });
});
