import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** The text of a file that nobody else may read, made when it is first asked for. */
export function privateFile(path: string, make: () => string): string {
  const known = read(path);
  if (known !== undefined) return known;
  mkdirSync(dirname(path), { recursive: true });
  // Written aside and linked: of two commands at once one wins, and both read the same whole file.
  const own = `${path}.${process.pid}`;
  writeFileSync(own, make(), { mode: 0o600 });
  try {
    linkSync(own, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(own);
  }
  return read(path) as string;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
