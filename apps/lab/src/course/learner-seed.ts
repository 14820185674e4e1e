import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { CourseState } from './state.ts';

/** The learner's secret, made when it is first asked for. Whoever knows it knows what their tasks will be. */
export function learnerSeed({ folder, seedFile }: CourseState): string {
  const known = read(seedFile);
  if (known !== undefined) return known;
  mkdirSync(folder, { recursive: true });
  // Written aside and linked: of two commands at once one wins, and both read the same whole seed.
  const own = `${seedFile}.${process.pid}`;
  writeFileSync(own, `${randomBytes(16).toString('hex')}\n`, { mode: 0o600 });
  try {
    linkSync(own, seedFile);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(own);
  }
  return read(seedFile) as string;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
