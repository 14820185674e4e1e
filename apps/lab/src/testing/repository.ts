import { copyFileSync, cpSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { REPOSITORY_ROOT, readSettings, type Settings } from '../settings.ts';
import { tempDir } from './temp-dir.ts';

/** Settings of this repository with state and cache in a folder of the test's own. */
export function testSettings(env: Record<string, string> = {}): Settings {
  const folder = tempDir();
  return readSettings({
    LAB_STATE_DIR: join(folder, 'state'),
    XDG_CACHE_HOME: join(folder, 'cache'),
    ...env,
  });
}

/** Copies some of the repository's files into another folder, at the same paths. */
export function copyFromRepository(to: string, paths: readonly string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(to, path)), { recursive: true });
    const from = join(REPOSITORY_ROOT, path);
    if (path.endsWith('/')) cpSync(from, join(to, path), { recursive: true });
    else copyFileSync(from, join(to, path));
  }
}
