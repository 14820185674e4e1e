import { type NumericValues, type SortedSample, sortedPair } from '../samples/sorted-sample.ts';
import { kolmogorovUpperTail } from '../special/kolmogorov.ts';
import { exactKolmogorovSmirnovP } from './kolmogorov-smirnov-exact.ts';
import type { PValueMethod, RankTestResult } from './test-result.ts';

/** scipy's limit for `auto`: the exact p value takes time in proportion to the product of the sizes. */
const LARGEST_EXACT = 10_000;

/**
 * The two-sided two-sample Kolmogorov-Smirnov test, scipy's `ks_2samp`: the statistic is the largest distance between
 * the two empirical distribution functions. Exact (Viehmann, "Numerically more stable computation of the p-values for
 * the two-sample Kolmogorov-Smirnov test", 2021) where both samples have at most 10,000 values; otherwise, and where
 * the least common multiple of the sizes leaves 31 bits, the one-sample distribution at the effective size.
 *
 * Missing values are left out; infinities are ordinary, if extreme, values. Ties make the p value conservative.
 *
 * @throws StatisticsError `EMPTY_SAMPLE`
 */
export function kolmogorovSmirnov(
  reference: NumericValues | SortedSample,
  current: NumericValues | SortedSample,
  { method = 'auto' }: { method?: PValueMethod } = {},
): RankTestResult {
  const [sortedReference, sortedCurrent] = sortedPair(reference, current);
  const sizes: [number, number] = [sortedReference.size, sortedCurrent.size];
  const statistic = largestGap(sortedReference.values, sortedCurrent.values);
  const wantsExact = method === 'exact' || (method === 'auto' && Math.max(...sizes) <= LARGEST_EXACT);
  const exact = wantsExact ? exactKolmogorovSmirnovP(...sizes, statistic) : undefined;
  if (exact !== undefined) return { statistic, pValue: exact, method: 'exact' };
  const effectiveSize = roundHalfToEven((sizes[0] * sizes[1]) / (sizes[0] + sizes[1]));
  return { statistic, pValue: limitP(effectiveSize, statistic), method: 'asymptotic' };
}

/** scipy has no distribution for size 0, which one value against one rounds to, and answers NaN. */
function limitP(effectiveSize: number, statistic: number): number {
  return effectiveSize === 0 ? Number.NaN : kolmogorovUpperTail(effectiveSize, statistic);
}

/** The two distribution functions differ most just after some value, so ties on both sides go in one step. */
function largestGap(left: Float64Array, right: Float64Array): number {
  const leftSize = left.length;
  const rightSize = right.length;
  // Below zero and above: whole numbers while the product of the sizes has 53 bits, so nothing is lost by rounding.
  let lowest = 0;
  let highest = 0;
  let i = 0;
  let j = 0;
  while (i < leftSize && j < rightSize) {
    const a = left[i] as number;
    const b = right[j] as number;
    if (a <= b)
      do i += 1;
      while (i < leftSize && left[i] === a);
    if (b <= a)
      do j += 1;
      while (j < rightSize && right[j] === b);
    const gap = i * rightSize - j * leftSize;
    if (gap < lowest) lowest = gap;
    else if (gap > highest) highest = gap;
  }
  return Math.max(highest, -lowest) / (leftSize * rightSize);
}

function roundHalfToEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 === 1 ? rounded - 1 : rounded;
}
