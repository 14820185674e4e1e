import { StatisticsError } from '../errors.ts';
import { type Interval, normalReach } from './interval.ts';

/**
 * Confidence interval of a rate (Wilson, 1927): for accuracy, precision, recall and any other share of counted rows. Stays
 * within 0..1 and keeps its level for rates near them, where the textbook interval does not (Brown, Cai and DasGupta,
 * 2001).
 *
 * @throws StatisticsError INVALID_COUNT unless 0 <= successes <= trials and trials > 0.
 */
export function wilsonInterval(successes: number, trials: number, level = 0.95): Interval {
  if (!(trials > 0 && successes >= 0 && successes <= trials)) {
    throw new StatisticsError('INVALID_COUNT', `${successes} successes in ${trials} trials`);
  }
  const square = normalReach(level) ** 2;
  const rate = successes / trials;
  const centre = (rate + square / (2 * trials)) / (1 + square / trials);
  const reach = Math.sqrt(square * ((rate * (1 - rate)) / trials + square / (4 * trials * trials)));
  const halfWidth = reach / (1 + square / trials);
  return { lower: Math.max(0, centre - halfWidth), upper: Math.min(1, centre + halfWidth) };
}
