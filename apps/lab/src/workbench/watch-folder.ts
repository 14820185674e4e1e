import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { ANSWERS_FILE } from '@lab/course/lab/runner';

const LOOK_EVERY_MS = 200;
const CONFIGURATION = ['.yml', '.yaml', '.json', '.tmpl'];
const PROGRAMS = ['.ts', '.mts', '.js', '.mjs'];
const NOT_THE_LEARNERS = ['logs', 'node_modules', '.git'];

interface FileChange {
  /** Relative to the folder. */
  readonly path: string;
  /** `replaced`: another file has been renamed over it. */
  readonly how: 'written' | 'replaced' | 'appeared' | 'removed';
}

/** Answers are the learner's to the lab: no engine reads them. */
const isConfiguration = (path: string): boolean =>
  CONFIGURATION.includes(extname(path)) && path !== ANSWERS_FILE;

/** Calls when configuration in a folder has changed. @returns what ends it */
export const watchConfiguration = (folder: string, onChange: (paths: readonly string[]) => void) =>
  watchFiles(folder, isConfiguration, (changes) => onChange(changes.map(({ path }) => path)));

/**
 * Calls when programs in a folder have changed in a way that `node --watch` misses on Linux, where it follows the files that
 * it has loaded: one that appears, for which a program may wait that could not be loaded without, and one that is renamed
 * over another, as many editors save.
 * @param onChange `replaced` where a file was, `appeared` where files have only appeared
 */
export const watchNewPrograms = (folder: string, onChange: (how: 'replaced' | 'appeared') => void) =>
  watchFiles(
    folder,
    (path) => PROGRAMS.includes(extname(path)),
    (changes) => {
      const ways = new Set(changes.map(({ how }) => how));
      if (ways.has('replaced')) onChange('replaced');
      else if (ways.has('appeared')) onChange('appeared');
    },
  );

/**
 * Calls when files have changed and then rested for a moment: editors write in several steps. Saves that change nothing do
 * not count.
 *
 * It looks instead of being told: Node's recursive `fs.watch` loses a file with the first rename over it as well. A
 * learner's folder has a few dozen files.
 */
function watchFiles(
  folder: string,
  isWatched: (path: string) => boolean,
  onChange: (changes: readonly FileChange[]) => void,
): () => void {
  const statesNow = (): Map<string, FileState> =>
    new Map(filesBelow(folder, isWatched).map((path) => [path, stateOf(join(folder, path))]));
  const textsOf = (states: ReadonlyMap<string, FileState>): Map<string, FileText> =>
    new Map([...states].map(([path, { inode }]) => [path, { inode, digest: digestOf(join(folder, path)) }]));

  let states = statesNow();
  const known = textsOf(states);
  const unrest = new Set<string>();

  const look = (): void => {
    const now = statesNow();
    const touched = [...new Set([...states.keys(), ...now.keys()])].filter(
      (path) => states.get(path)?.stamp !== now.get(path)?.stamp,
    );
    states = now;
    for (const path of touched) unrest.add(path);
    if (touched.length > 0 || unrest.size === 0) return;
    const changes = [...unrest].flatMap(settled);
    unrest.clear();
    if (changes.length > 0) onChange(changes);
  };
  const settled = (path: string): FileChange[] => {
    const before = known.get(path);
    const inode = states.get(path)?.inode;
    const digest = digestOf(join(folder, path));
    if (inode === undefined) known.delete(path);
    else known.set(path, { inode, digest });
    return before?.digest === digest ? [] : [{ path, how: wayOf(before?.inode, inode) }];
  };

  const timer = setInterval(look, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}

function wayOf(before: bigint | undefined, now: bigint | undefined): FileChange['how'] {
  if (now === undefined) return 'removed';
  if (before === undefined) return 'appeared';
  return before === now ? 'written' : 'replaced';
}

interface FileState {
  readonly inode: bigint;
  /** Another one whenever the file was written or replaced. */
  readonly stamp: string;
}

interface FileText {
  readonly inode: bigint;
  readonly digest: string | undefined;
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

/** A file that is gone by now is like no other: the next look does not find it. */
function stateOf(path: string): FileState {
  const stat = statSync(path, { throwIfNoEntry: false, bigint: true });
  if (stat === undefined) return { inode: -1n, stamp: 'gone' };
  return { inode: stat.ino, stamp: `${stat.ino} ${stat.mtimeNs} ${stat.size}` };
}

/** Undefined where it is gone. */
function digestOf(path: string): string | undefined {
  try {
    return createHash('sha256').update(readFileSync(path)).digest('base64');
  } catch {
    return undefined;
  }
}
