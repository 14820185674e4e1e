import { readdir, readFile, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import type { LearnerFiles } from '../context.ts';
import { writeReadable } from './readable.ts';

/** Files of a learner's folder. A path that leads out of it is refused. */
export function learnerFiles(folder: string): LearnerFiles {
  const inside = (path: string): string => {
    const full = resolve(folder, path);
    const from = relative(folder, full);
    if (from.startsWith('..') || isAbsolute(from)) throw new RangeError(`${path} leads out of your folder`);
    return full;
  };
  return {
    folder,
    async read(path) {
      try {
        return await readFile(inside(path), 'utf8');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
        throw new Error(`there is no ${path}`, { cause: error });
      }
    },
    exists: (path) =>
      stat(inside(path)).then(
        () => true,
        () => false,
      ),
    write: async (path, text) => writeReadable(inside(path), text),
    async list() {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
        .sort();
    },
  };
}
