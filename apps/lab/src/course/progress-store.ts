import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { NO_PROGRESS, type Progress, parseProgress } from '@lab/course/lab/runner';
import { LabError, messageOf } from '../errors.ts';
import type { CourseState } from './state.ts';

type Place = Pick<CourseState, 'progressFile'>;

/** @throws LabError where the file is no progress: a learner's record is not thrown away for that */
export function readProgress({ progressFile }: Place): Progress {
  let text: string;
  try {
    text = readFileSync(progressFile, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return NO_PROGRESS;
    throw error;
  }
  try {
    return parseProgress(text);
  } catch (error) {
    throw new LabError('PROGRESS_BROKEN', messageOf(error), `mend ${progressFile}, or move it away`);
  }
}

/** Replaces the file in one step: the site never reads half of it. */
export function updateProgress(place: Place, change: (before: Progress) => Progress): Progress {
  const after = change(readProgress(place));
  mkdirSync(dirname(place.progressFile), { recursive: true });
  // Whatever the learner's umask: in Docker the site is another user.
  chmodSync(dirname(place.progressFile), 0o755);
  const temporary = `${place.progressFile}.${process.pid}`;
  writeFileSync(temporary, `${JSON.stringify(after, null, 2)}\n`);
  chmodSync(temporary, 0o644);
  renameSync(temporary, place.progressFile);
  return after;
}
