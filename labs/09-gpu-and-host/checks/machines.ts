import type { LabContext } from '@lab/course/lab';
import type { Drawn } from '../starter/simulation/drawn.ts';

export const MACHINES_FILE = 'machines.json';

/** What was drawn for this learner's machines, as the programs of his folder read it. */
export const drawnOf = ({ draws, startedAt }: Pick<LabContext, 'draws' | 'startedAt'>): Drawn => ({
  token: draws.token('machines', 16),
  begunAt: startedAt,
});
