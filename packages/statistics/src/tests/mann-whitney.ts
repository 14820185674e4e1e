import { type NumericValues, type SortedSample, sortedPair } from '../samples/sorted-sample.ts';
import { walkTies } from '../samples/ties.ts';
import { normalUpperTail } from '../special/distributions.ts';
import { exactMannWhitneyUpperTail } from './mann-whitney-exact.ts';
import type { Alternative, PValueMethod, RankTestResult } from './test-result.ts';

const LARGEST_EXACT = 8;

export interface MannWhitneyOptions {
  alternative?: Alternative;
  method?: PValueMethod;
  /** Takes half a rank off in the normal approximation; on unless switched off. */
  continuityCorrection?: boolean;
}

/**
 * The Mann-Whitney U test, scipy's `mannwhitneyu(reference, current)`; the statistic is the U of the reference: in how
 * many pairs its value is the larger one, ties counting a half. `auto` is exact where one sample has at most 8 values
 * and there are no ties, and the normal approximation with correction for ties otherwise. An exact p value with ties
 * is that of the next smaller whole U, and not exact.
 *
 * Missing values are left out, infinities rank as they compare. If all values are equal the p value is 1.
 *
 * @throws StatisticsError `EMPTY_SAMPLE`
 */
export function mannWhitney(
  reference: NumericValues | SortedSample,
  current: NumericValues | SortedSample,
  { alternative = 'two-sided', method = 'auto', continuityCorrection = true }: MannWhitneyOptions = {},
): RankTestResult {
  const [sortedReference, sortedCurrent] = sortedPair(reference, current);
  const m = sortedReference.size;
  const n = sortedCurrent.size;
  const { statistic, tieTerm } = comparePairs(sortedReference, sortedCurrent);
  const tested = {
    less: m * n - statistic,
    greater: statistic,
    'two-sided': Math.max(statistic, m * n - statistic),
  }[alternative];
  const exact = method === 'exact' || (method === 'auto' && Math.min(m, n) <= LARGEST_EXACT && tieTerm === 0);
  const tail = exact
    ? exactMannWhitneyUpperTail(m, n, Math.floor(tested))
    : normalTail(tested, m, n, tieTerm, continuityCorrection);
  const pValue = Math.min(1, alternative === 'two-sided' ? 2 * tail : tail);
  return { statistic, pValue, method: exact ? 'exact' : 'asymptotic' };
}

/** `tieTerm` is the sum of t³ - t over the ties of t values. */
function comparePairs(reference: SortedSample, current: SortedSample) {
  let statistic = 0;
  let tieTerm = 0;
  let currentBelow = 0;
  walkTies(reference, current, (inReference, inCurrent) => {
    statistic += inReference * (currentBelow + inCurrent / 2);
    currentBelow += inCurrent;
    const tied = inReference + inCurrent;
    tieTerm += tied ** 3 - tied;
  });
  return { statistic, tieTerm };
}

function normalTail(u: number, m: number, n: number, tieTerm: number, continuityCorrection: boolean): number {
  const total = m + n;
  const variance = ((m * n) / 12) * (total + 1 - tieTerm / (total * (total - 1)));
  const excess = u - (m * n) / 2 - (continuityCorrection ? 0.5 : 0);
  return variance > 0 ? normalUpperTail(excess / Math.sqrt(variance)) : 1;
}
