import { StatisticsError } from '../errors.ts';
import { type Moments, momentsOf } from '../samples/moments.ts';
import { type NumericValues, presentValues, type SortedSample } from '../samples/sorted-sample.ts';
import { inUnits, largestMagnitude, safeUnit } from '../samples/units.ts';
import { studentTwoTails } from '../special/distributions.ts';
import type { TestResult } from './test-result.ts';

export interface StudentTResult extends TestResult {
  degreesOfFreedom: number;
}

/**
 * The two-sided t test of equal means, scipy's `ttest_ind(reference, current, equal_var=…)`. Student's with pooled
 * variance where `equalVariances` is set, otherwise Welch's with the degrees of freedom by Satterthwaite. Values whose
 * squares leave the range of doubles are scaled first, where scipy answers 0 or infinity.
 *
 * Missing values are left out. Without any variance the statistic is ±Infinity (p value 0) for different means and NaN
 * for equal ones, as in scipy.
 *
 * @throws StatisticsError `SAMPLE_TOO_SMALL` for fewer than two values on a side, or three in all with equal variances;
 * `INFINITE_VALUE`
 */
export function studentT(
  reference: NumericValues | SortedSample,
  current: NumericValues | SortedSample,
  { equalVariances = false }: { equalVariances?: boolean } = {},
): StudentTResult {
  const values = [presentValues(reference), presentValues(current)] as const;
  const [m, n] = [values[0].length, values[1].length];
  if (equalVariances ? Math.min(m, n) < 1 || m + n < 3 : Math.min(m, n) < 2) {
    throw new StatisticsError('SAMPLE_TOO_SMALL', `too few values for a variance: ${m} and ${n}`);
  }
  const largest = Math.max(largestMagnitude(values[0]), largestMagnitude(values[1]));
  if (largest === Number.POSITIVE_INFINITY) {
    throw new StatisticsError('INFINITE_VALUE', 'a mean needs finite values');
  }
  const unit = safeUnit(largest);
  const left = momentsOf(inUnits(values[0], unit));
  const right = momentsOf(inUnits(values[1], unit));
  const { squaredError, degreesOfFreedom } = equalVariances ? pooled(left, right) : welch(left, right);
  const difference = left.mean - right.mean + (left.meanRest - right.meanRest);
  const statistic = difference / Math.sqrt(squaredError);
  return { statistic, pValue: studentTwoTails(statistic, degreesOfFreedom), degreesOfFreedom };
}

function pooled(left: Moments, right: Moments) {
  const degreesOfFreedom = left.count + right.count - 2;
  const variance = (left.sumOfSquares + right.sumOfSquares) / degreesOfFreedom;
  return { squaredError: variance * (1 / left.count + 1 / right.count), degreesOfFreedom };
}

function welch(left: Moments, right: Moments) {
  const leftError = left.sumOfSquares / (left.count - 1) / left.count;
  const rightError = right.sumOfSquares / (right.count - 1) / right.count;
  const squaredError = leftError + rightError;
  // scipy takes 1 where no variance leaves the ratio undefined.
  const degreesOfFreedom =
    squaredError === 0
      ? 1
      : squaredError ** 2 / (leftError ** 2 / (left.count - 1) + rightError ** 2 / (right.count - 1));
  return { squaredError, degreesOfFreedom };
}
