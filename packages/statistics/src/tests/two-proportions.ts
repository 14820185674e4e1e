import { StatisticsError } from '../errors.ts';
import { normalTwoTails } from '../special/distributions.ts';
import type { TestResult } from './test-result.ts';

/** How many of a sample have the property. */
export interface Proportion {
  successes: number;
  trials: number;
}

/**
 * The two-sided Z test for two proportions with pooled variance, statsmodels' `proportions_ztest`; the statistic is
 * positive where the reference has the larger share. Where none or all have the property on both sides there is no
 * variance and no difference: statistic 0, p value 1.
 *
 * @throws StatisticsError `INVALID_COUNT`; `EMPTY_SAMPLE` for no trials.
 */
export function zTestTwoProportions(reference: Proportion, current: Proportion): TestResult {
  check(reference);
  check(current);
  const pooled = (reference.successes + current.successes) / (reference.trials + current.trials);
  if (pooled === 0 || pooled === 1) return { statistic: 0, pValue: 1 };
  const difference = reference.successes / reference.trials - current.successes / current.trials;
  const variance = pooled * (1 - pooled) * (1 / reference.trials + 1 / current.trials);
  const statistic = difference / Math.sqrt(variance);
  return { statistic, pValue: normalTwoTails(statistic) };
}

function check({ successes, trials }: Proportion): void {
  if (trials === 0) throw new StatisticsError('EMPTY_SAMPLE', 'a proportion needs at least one trial');
  if (!(successes >= 0 && successes <= trials && trials < Number.POSITIVE_INFINITY)) {
    throw new StatisticsError('INVALID_COUNT', `${successes} of ${trials} is no proportion`);
  }
}
