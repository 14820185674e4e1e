import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const IMPORT = /\b(?:from|import)\s*\(?\s*['"](\.{1,2}\/[^'"]+)['"]/g;

/**
 * The files that a program is made of: its entry, and what that imports by a relative path that is written out, and so on.
 * A file that is not there is among them: the program waits for it.
 * @param entry relative to the folder, as all paths of the answer are
 */
export function programFiles(folder: string, entry: string): ReadonlySet<string> {
  const found = new Set<string>();
  const follow = (path: string): void => {
    if (found.has(path)) return;
    found.add(path);
    for (const [, specifier = ''] of textOf(join(folder, path)).matchAll(IMPORT))
      follow(normalize(join(dirname(path), specifier)));
  };
  follow(normalize(entry));
  return found;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
