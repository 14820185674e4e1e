import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeExecutable } from '../../testing/executable.ts';
import { tempDir } from '../../testing/temp-dir.ts';
import type { EngineSpec } from './manifest.ts';
import { cachedBinary, resolveEngine } from './resolve.ts';

const ENGINE: EngineSpec = {
  name: 'loki',
  title: 'Loki',
  version: '3.7.8',
  binary: 'loki',
  versionArguments: ['-version'],
  build: undefined,
};

function places(): { cacheDir: string; enginesDir: string; path: string } {
  const folder = tempDir();
  return { cacheDir: join(folder, 'cache'), enginesDir: join(folder, 'engines'), path: join(folder, 'bin') };
}

describe('resolveEngine', () => {
  test('when the binary is nowhere - then nothing is found', async () => {
    const { path, ...where } = places();
    expect(await resolveEngine(ENGINE, where, path)).toBeUndefined();
  });

  test('when it is everywhere - then the folder wins, then the cache, then PATH', async () => {
    const { path, ...where } = places();
    const onPath = writeExecutable(join(path, 'loki'), 'echo "loki, version 3.7.8 (branch: x)"');
    expect(await resolveEngine(ENGINE, where, path)).toEqual({
      path: onPath,
      from: 'path',
      version: '3.7.8',
    });
    const cached = writeExecutable(cachedBinary(where, ENGINE, 'loki'), '');
    expect(await resolveEngine(ENGINE, where, path)).toMatchObject({ path: cached, from: 'cache' });
    const inFolder = writeExecutable(join(where.enginesDir, 'loki'), '');
    expect(await resolveEngine(ENGINE, where, path)).toMatchObject({ path: inFolder, from: 'folder' });
  });

  test('when the folder is laid out like the cache - then it is found there', async () => {
    const { path, ...where } = places();
    const inFolder = writeExecutable(join(where.enginesDir, 'loki-3.7.8/loki'), '');
    expect(await resolveEngine(ENGINE, where, path)).toMatchObject({ path: inFolder, from: 'folder' });
  });

  test('when PATH has another version - then it is taken with a warning', async () => {
    const { path, ...where } = places();
    writeExecutable(join(path, 'loki'), 'echo "loki, version 2.9.1" >&2');
    expect(await resolveEngine(ENGINE, where, path)).toMatchObject({
      version: '2.9.1',
      warning: expect.stringContaining('the lab is tested with 3.7.8'),
    });
  });

  test('when PATH has another program of that name - then it is left alone', async () => {
    const { path, ...where } = places();
    writeExecutable(join(path, 'loki'), 'exit 64');
    expect(await resolveEngine(ENGINE, where, path)).toBeUndefined();
  });
});
