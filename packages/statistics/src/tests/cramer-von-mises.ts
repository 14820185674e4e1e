import { StatisticsError } from '../errors.ts';
import { type NumericValues, type SortedSample, sortedPair } from '../samples/sorted-sample.ts';
import { walkTies } from '../samples/ties.ts';
import { cramerVonMisesLimitCdf } from '../special/cramer-von-mises-limit.ts';
import { exactCramerVonMisesP } from './cramer-von-mises-exact.ts';
import type { PValueMethod, RankTestResult } from './test-result.ts';

const LARGEST_EXACT = 20;

/** Below this the limit's distribution function is under 1.3e-18. */
const SMALLEST_LIMIT = 0.003;

/**
 * The two-sample Cramér-von Mises test, scipy's `cramervonmises_2samp`: the statistic is Anderson's T ("On the
 * Distribution of the Two-Sample Cramér-von Mises Criterion", 1962), with the average rank for ties. Exact by Xiao,
 * Gordon and Yakovlev (J. Stat. Soft. 17, 2006) where both samples have at most 20 values, otherwise the limit.
 *
 * Missing values are left out, infinities rank as they compare.
 *
 * @throws StatisticsError `EMPTY_SAMPLE`; `SAMPLE_TOO_SMALL` for fewer than two values.
 */
export function cramerVonMises(
  reference: NumericValues | SortedSample,
  current: NumericValues | SortedSample,
  { method = 'auto' }: { method?: PValueMethod } = {},
): RankTestResult {
  const [sortedReference, sortedCurrent] = sortedPair(reference, current);
  const m = sortedReference.size;
  const n = sortedCurrent.size;
  if (Math.min(m, n) < 2) {
    throw new StatisticsError(
      'SAMPLE_TOO_SMALL',
      'the Cramér-von Mises test needs two values on either side',
    );
  }
  const exact = method === 'exact' || (method === 'auto' && Math.max(m, n) <= LARGEST_EXACT);
  const u = rankCriterion(sortedReference, sortedCurrent);
  const product = m * n;
  const total = m + n;
  const statistic = u / (product * total) - (4 * product - 1) / (6 * total);
  const pValue = exact ? exactCramerVonMisesP(u, m, n) : limitP(statistic, m, n);
  return { statistic, pValue, method: exact ? 'exact' : 'asymptotic' };
}

/** Anderson's U, equation 10: the squares of rank in the pooled sample less rank in the own one, weighted. */
function rankCriterion(reference: SortedSample, current: SortedSample): number {
  let referenceBelow = 0;
  let currentBelow = 0;
  let referenceSquares = 0;
  let currentSquares = 0;
  walkTies(reference, current, (inReference, inCurrent) => {
    const pooledRank = referenceBelow + currentBelow + (inReference + inCurrent + 1) / 2;
    referenceSquares += squaresOfSteps(pooledRank - referenceBelow, inReference);
    currentSquares += squaresOfSteps(pooledRank - currentBelow, inCurrent);
    referenceBelow += inReference;
    currentBelow += inCurrent;
  });
  return reference.size * referenceSquares + current.size * currentSquares;
}

/** (start - 1)² + (start - 2)² + … + (start - count)². */
function squaresOfSteps(start: number, count: number): number {
  const middle = start - (count + 1) / 2;
  return count * middle * middle + (count * (count * count - 1)) / 12;
}

/** Anderson's equations 11, 14 and 15. */
function limitP(statistic: number, m: number, n: number): number {
  const product = m * n;
  const total = m + n;
  const mean = (1 + 1 / total) / 6;
  const variance =
    ((total + 1) * (4 * product * total - 3 * (m ** 2 + n ** 2) - 2 * product)) /
    (45 * total ** 2 * 4 * product);
  const normed = 1 / 6 + (statistic - mean) / Math.sqrt(45 * variance);
  return normed < SMALLEST_LIMIT ? 1 : Math.max(0, 1 - cramerVonMisesLimitCdf(normed));
}
