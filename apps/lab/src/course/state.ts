import { join } from 'node:path';
import type { Settings } from '../settings.ts';

/** Where the course keeps what a learner has done: progress, quizzes, and the seed that their tasks are drawn from. */
export interface CourseState {
  readonly folder: string;
  /** The learner's secret. */
  readonly seedFile: string;
  /** One file per quiz: answers so far and results. */
  readonly quizzes: string;
  /** What the site may see, and with Docker its container: nothing of the learner's secrets lies here. */
  readonly shown: string;
  /** What was done in which lab. */
  readonly progressFile: string;
  /** Signs the learner's reports. */
  readonly signingKeyFile: string;
}

export function courseState(settings: Pick<Settings, 'stateDir'>): CourseState {
  const folder = join(settings.stateDir, 'course');
  const shown = join(folder, 'shown');
  return {
    folder,
    seedFile: join(folder, 'learner-seed'),
    quizzes: join(folder, 'quizzes'),
    shown,
    progressFile: join(shown, 'progress.json'),
    signingKeyFile: join(folder, 'signing-key.pem'),
  };
}
