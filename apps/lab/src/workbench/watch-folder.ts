import { readFileSync, watch } from 'node:fs';
import { extname, join, sep } from 'node:path';

const SETTLE_MS = 300;
const CONFIGURATION = new Set(['.yml', '.yaml', '.json', '.tmpl']);

/**
 * Calls when configuration in a folder has changed and then rested for a moment: editors write a file in several steps,
 * and some under another name first. Logs, and saves that change nothing, do not count.
 */
export function watchConfiguration(folder: string, onChange: (paths: readonly string[]) => void): () => void {
  const contents = new Map<string, string>();
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(folder, { recursive: true }, (_event, path) => {
    if (path === null || path.startsWith(`logs${sep}`) || !CONFIGURATION.has(extname(path))) return;
    changed.add(path);
    clearTimeout(timer);
    timer = setTimeout(() => {
      const different = [...changed].filter((name) => differs(name));
      changed.clear();
      if (different.length > 0) onChange(different);
    }, SETTLE_MS);
  });
  const differs = (path: string): boolean => {
    const now = textOf(join(folder, path));
    const before = contents.get(path);
    contents.set(path, now);
    return before !== now;
  };
  return () => {
    clearTimeout(timer);
    watcher.close();
  };
}

/** Empty where it is gone. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
