import { StatisticsError } from '../errors.ts';
import { normalQuantile } from './normal-quantile.ts';

export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/**
 * Standard deviations that a two-sided normal interval of a level extends to either side; 1.96 for 0.95.
 *
 * @throws StatisticsError INVALID_OPTION unless 0 < level < 1.
 */
export function normalReach(level: number): number {
  if (!(level > 0 && level < 1))
    throw new StatisticsError('INVALID_OPTION', 'the level must be between 0 and 1');
  return normalQuantile(1 - (1 - level) / 2);
}
