import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative } from 'node:path';
import { writeReadable } from './readable.ts';

const TEXT = new Set(['.ts', '.mjs', '.js', '.json', '.yaml', '.yml', '.md', '.txt', '.sql', '.tmpl', '']);

/**
 * Copies a lab's folder into the learner's. In text, `${WORKBENCH_SERVICE_PORT}` and every other name that `values` has
 * becomes its value; what it has not stays: it belongs to the file. A file that is as it should be is not written again:
 * what watches it would start anew.
 * @returns the paths of all, relative
 */
export async function copyFiles(
  from: string,
  to: string,
  values: Readonly<Record<string, string | number>>,
): Promise<string[]> {
  const paths = await filesBelow(from);
  for (const path of paths) {
    const target = join(to, path);
    const source = await readFile(join(from, path));
    const content = TEXT.has(extname(path)) ? Buffer.from(filledIn(source.toString('utf8'), values)) : source;
    if (await isAlready(target, content)) continue;
    await writeReadable(target, content);
  }
  return paths;
}

const isAlready = (path: string, content: Buffer): Promise<boolean> =>
  readFile(path).then(
    (before) => before.equals(content),
    () => false,
  );

export function filledIn(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\$\{([A-Z][A-Z0-9_]*)\}/g, (whole, name: string) =>
    name in values ? String(values[name]) : whole,
  );
}

/** Empty where there is no such folder: a lab without a starter begins with an empty one. */
export async function filesBelow(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
