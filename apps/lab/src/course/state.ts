import { join } from 'node:path';
import type { Settings } from '../settings.ts';

/** Where the course keeps what a learner has done: progress, quizzes, and the seed that their tasks are drawn from. */
export interface CourseState {
  readonly folder: string;
  /** The learner's secret. */
  readonly seedFile: string;
  /** One file per quiz: answers so far and results. */
  readonly quizzes: string;
  /** What was done in which lab; the site shows it too. */
  readonly progressFile: string;
  /** Signs the learner's reports. */
  readonly signingKeyFile: string;
}

export function courseState(settings: Pick<Settings, 'stateDir'>): CourseState {
  const folder = join(settings.stateDir, 'course');
  return {
    folder,
    seedFile: join(folder, 'learner-seed'),
    quizzes: join(folder, 'quizzes'),
    progressFile: join(folder, 'progress.json'),
    signingKeyFile: join(folder, 'signing-key.pem'),
  };
}
