import { randomBytes } from 'node:crypto';
import { privateFile } from './private-file.ts';
import type { CourseState } from './state.ts';

/** The learner's secret, made when it is first asked for. Whoever knows it knows what their tasks will be. */
export const learnerSeed = ({ seedFile }: Pick<CourseState, 'seedFile'>): string =>
  privateFile(seedFile, () => `${randomBytes(16).toString('hex')}\n`).trim();
