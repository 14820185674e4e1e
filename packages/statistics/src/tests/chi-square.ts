import { StatisticsError } from '../errors.ts';
import { chiSquareUpperTail } from '../special/distributions.ts';
import { checkCounts, totalOf, visitCells, yatesCorrected } from './contingency.ts';
import type { TestResult } from './test-result.ts';

export interface CountTestResult extends TestResult {
  degreesOfFreedom: number;
}

export interface HomogeneityOptions {
  /** Yates' continuity correction, applied to two categories only; on unless switched off, as in scipy. */
  continuityCorrection?: boolean;
}

/**
 * Pearson's chi-square test of homogeneity: do both samples have the same shares of categories? scipy's
 * `chi2_contingency([reference, current])`. Categories with no count on either side are left out (scipy refuses
 * them). One category alone has no degree of freedom: statistic 0, p value 1.
 *
 * @param reference counts per category; `current` has the same categories at the same places.
 * @throws StatisticsError `LENGTH_MISMATCH`, `INVALID_COUNT`, `EMPTY_SAMPLE`
 */
export function chiSquareHomogeneity(
  reference: ArrayLike<number>,
  current: ArrayLike<number>,
  { continuityCorrection = true }: HomogeneityOptions = {},
): CountTestResult {
  const corrected = continuityCorrection && categoriesPresent(reference, current) === 2;
  let statistic = 0;
  const columns = visitCells(reference, current, (observed, expected) => {
    const compared = corrected ? yatesCorrected(observed, expected) : observed;
    statistic += (compared - expected) ** 2 / expected;
  });
  return homogeneityResult(statistic, columns);
}

/**
 * The G test of homogeneity, scipy's `chi2_contingency(…, lambda_='log-likelihood')`: twice the sum of
 * observed × ln(observed / expected). Otherwise as {@link chiSquareHomogeneity}.
 */
export function gTestHomogeneity(
  reference: ArrayLike<number>,
  current: ArrayLike<number>,
  { continuityCorrection = true }: HomogeneityOptions = {},
): CountTestResult {
  const corrected = continuityCorrection && categoriesPresent(reference, current) === 2;
  let statistic = 0;
  const columns = visitCells(reference, current, (observed, expected) => {
    statistic += likelihoodTerm(corrected ? yatesCorrected(observed, expected) : observed, expected);
  });
  return homogeneityResult(statistic, columns);
}

/**
 * Pearson's chi-square test of goodness of fit, scipy's `chisquare(observed, expected)`. An expectation of 0 makes the
 * statistic infinite where something was observed (p value 0) and NaN where nothing was. One category has no degree of
 * freedom: p value NaN, as in scipy.
 *
 * @throws StatisticsError `LENGTH_MISMATCH`, `INVALID_COUNT`; also where the sums differ by more than 1.5e-8.
 */
export function chiSquareGoodnessOfFit(
  observed: ArrayLike<number>,
  expected: ArrayLike<number>,
): CountTestResult {
  return goodnessOfFit(observed, expected, (seen, awaited) => (seen - awaited) ** 2 / awaited);
}

/** The G test of goodness of fit, scipy's `power_divergence(observed, expected, lambda_='log-likelihood')`. */
export function gTestGoodnessOfFit(
  observed: ArrayLike<number>,
  expected: ArrayLike<number>,
): CountTestResult {
  return goodnessOfFit(observed, expected, (seen, awaited) =>
    awaited === 0 && seen === 0 ? Number.NaN : likelihoodTerm(seen, awaited),
  );
}

/** How far the sums of observed and expected counts may differ, of the smaller: scipy's limit. */
const SUM_TOLERANCE = Math.sqrt(Number.EPSILON);

function goodnessOfFit(
  observed: ArrayLike<number>,
  expected: ArrayLike<number>,
  term: (observed: number, expected: number) => number,
): CountTestResult {
  checkCounts(observed, expected);
  const observedSum = totalOf(observed);
  const expectedSum = totalOf(expected);
  if (Math.abs(observedSum - expectedSum) > SUM_TOLERANCE * Math.min(observedSum, expectedSum)) {
    throw new StatisticsError('INVALID_COUNT', `observed ${observedSum} in all, expected ${expectedSum}`);
  }
  let statistic = 0;
  for (let index = 0; index < observed.length; index += 1) {
    statistic += term(observed[index] as number, expected[index] as number);
  }
  const degreesOfFreedom = observed.length - 1;
  return { statistic, pValue: chiSquareUpperTail(statistic, degreesOfFreedom), degreesOfFreedom };
}

function likelihoodTerm(observed: number, expected: number): number {
  return observed === 0 ? 0 : 2 * observed * Math.log(observed / expected);
}

function homogeneityResult(statistic: number, columns: number): CountTestResult {
  const degreesOfFreedom = columns - 1;
  if (degreesOfFreedom === 0) return { statistic: 0, pValue: 1, degreesOfFreedom };
  return { statistic, pValue: chiSquareUpperTail(statistic, degreesOfFreedom), degreesOfFreedom };
}

function categoriesPresent(reference: ArrayLike<number>, current: ArrayLike<number>): number {
  let present = 0;
  for (let index = 0; index < reference.length; index += 1) {
    if ((reference[index] as number) > 0 || (current[index] as number) > 0) present += 1;
  }
  return present;
}
