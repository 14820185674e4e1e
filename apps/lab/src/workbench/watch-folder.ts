import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { ANSWERS_FILE } from '@lab/course/lab/runner';

const LOOK_EVERY_MS = 200;
const CONFIGURATION = ['.yml', '.yaml', '.json', '.tmpl'];
const PROGRAMS = ['.ts', '.mts', '.js', '.mjs'];
const NOT_THE_LEARNERS = ['logs', 'node_modules', '.git'];

/** Answers are the learner's to the lab: no engine reads them. */
const isConfiguration = (path: string): boolean =>
  CONFIGURATION.includes(extname(path)) && path !== ANSWERS_FILE;

/** Calls when configuration in a folder has changed. @returns what ends it */
export const watchConfiguration = (folder: string, onChange: (paths: readonly string[]) => void) =>
  watchFiles(folder, isConfiguration, onChange);

/** Calls when programs in a folder have changed. @returns what ends it */
export const watchPrograms = (folder: string, onChange: (paths: readonly string[]) => void) =>
  watchFiles(folder, (path) => PROGRAMS.includes(extname(path)), onChange);

/**
 * Calls when files have changed and then rested for a moment: editors write in several steps. Saves that change nothing do
 * not count.
 *
 * It looks instead of being told: Node's recursive `fs.watch` loses a file with the first rename over it, and `node --watch`
 * (24.21) after two saves in quick succession. A learner's folder has a few dozen files.
 */
function watchFiles(
  folder: string,
  isWatched: (path: string) => boolean,
  onChange: (paths: readonly string[]) => void,
): () => void {
  const stampsNow = (): Map<string, string> =>
    new Map(filesBelow(folder, isWatched).map((path) => [path, stampOf(join(folder, path))]));

  let stamps = stampsNow();
  const known = new Map([...stamps.keys()].map((path) => [path, digestOf(join(folder, path))]));
  const unrest = new Set<string>();

  const look = (): void => {
    const now = stampsNow();
    const touched = [...new Set([...stamps.keys(), ...now.keys()])].filter(
      (path) => stamps.get(path) !== now.get(path),
    );
    stamps = now;
    for (const path of touched) unrest.add(path);
    if (touched.length > 0 || unrest.size === 0) return;
    const changes = [...unrest].filter(isAnother);
    unrest.clear();
    if (changes.length > 0) onChange(changes);
  };
  const isAnother = (path: string): boolean => {
    const before = known.get(path);
    const digest = digestOf(join(folder, path));
    known.set(path, digest);
    return before !== digest;
  };

  const timer = setInterval(look, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}

function filesBelow(folder: string, isWatched: (path: string) => boolean, below = folder): string[] {
  return entriesOf(below).flatMap((entry) => {
    const path = join(below, entry.name);
    const name = relative(folder, path);
    if (entry.isDirectory())
      return NOT_THE_LEARNERS.includes(name.split(sep)[0] ?? '') ? [] : filesBelow(folder, isWatched, path);
    return isWatched(name) ? [name] : [];
  });
}

/** None where the folder was taken away a moment ago. */
function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Another one whenever the file was written or replaced. A file that is gone by now is not found by the next look. */
function stampOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false, bigint: true });
  return stat === undefined ? 'gone' : `${stat.ino} ${stat.mtimeNs} ${stat.size}`;
}

/** Undefined where it is gone. */
function digestOf(path: string): string | undefined {
  try {
    return createHash('sha256').update(readFileSync(path)).digest('base64');
  } catch {
    return undefined;
  }
}
