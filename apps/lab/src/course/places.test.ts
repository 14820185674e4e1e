import { existsSync, mkdirSync, readFileSync, readlinkSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { tempDir } from '../testing/temp-dir.ts';
import { makeWorkspace, moveToAttic } from './places.ts';

describe('the workspace', () => {
  test('when it lies outside the repository - then packages are found, also after the repository has moved', () => {
    const workspaceDir = join(tempDir(), 'work');
    const link = join(workspaceDir, 'node_modules');
    for (const root of ['/nonexistent/first', '/nonexistent/second', '/nonexistent/second']) {
      makeWorkspace({ workspaceDir, root });
      expect(readlinkSync(link)).toBe(join(root, 'node_modules'));
    }
  });

  test('when it lies inside, or has packages of its own - then nothing is linked', () => {
    const root = tempDir();
    makeWorkspace({ root, workspaceDir: join(root, 'workspace') });
    expect(existsSync(join(root, 'workspace/node_modules'))).toBe(false);
    const own = tempDir();
    mkdirSync(join(own, 'node_modules'));
    makeWorkspace({ root, workspaceDir: own });
    expect(() => readlinkSync(join(own, 'node_modules'))).toThrow('EINVAL');
  });
});

test('the workspace - when the umask forbids others to read - then they can', () => {
  const workspaceDir = join(tempDir(), 'workspace');
  const before = process.umask(0o077);
  onTestFinished(() => {
    process.umask(before);
  });
  makeWorkspace({ root: '/nonexistent', workspaceDir });
  expect(statSync(workspaceDir).mode & 0o777).toBe(0o755);
});

describe('the attic', () => {
  test('when a folder is moved there twice - then both are kept, and a folder that is not there is none', () => {
    const workspaceDir = tempDir();
    const places = { id: '91-first', source: '', folder: join(workspaceDir, '91-first') };
    const moved = ['first', 'second'].map((text, day) => {
      mkdirSync(places.folder);
      writeFileSync(join(places.folder, 'word.txt'), text);
      return moveToAttic(places, { workspaceDir }, new Date(Date.UTC(2026, 0, day + 1)));
    });
    expect(moved.map((folder) => readFileSync(join(folder ?? '', 'word.txt'), 'utf8'))).toEqual([
      'first',
      'second',
    ]);
    expect(moveToAttic(places, { workspaceDir }, new Date())).toBeUndefined();
  });
});
