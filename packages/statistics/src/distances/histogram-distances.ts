// Distances between two histograms over the same bins or categories. All take counts or shares, and normalise them.

import { normalisedPair, relativeEntropyTerm } from './normalised.ts';

type Histogram = ArrayLike<number>;

/**
 * The Jensen-Shannon distance, scipy's `distance.jensenshannon(reference, current, base)`: the root of the mean of both
 * divergences from the middle. 0 to √ln 2 = 0.8326 in nats, the default; 0 to 1 with base 2.
 *
 * @throws StatisticsError `LENGTH_MISMATCH`, `INVALID_COUNT`, `EMPTY_SAMPLE`
 */
export function jensenShannonDistance(
  reference: Histogram,
  current: Histogram,
  { base = Math.E }: { base?: number } = {},
): number {
  const [p, q] = normalisedPair(reference, current);
  let sum = 0;
  for (let bin = 0; bin < p.length; bin += 1) {
    const inReference = p[bin] as number;
    const inCurrent = q[bin] as number;
    const middle = (inReference + inCurrent) / 2;
    sum += relativeEntropyTerm(inReference, middle) + relativeEntropyTerm(inCurrent, middle);
  }
  return Math.sqrt(Math.max(0, sum) / 2 / Math.log(base));
}

/**
 * The divergence of Kullback and Leibler in nats, scipy's `entropy(reference, current)`: how many more nats the code
 * of the current sample needs for the reference. Infinite where the current sample lacks what the reference has.
 *
 * @throws StatisticsError `LENGTH_MISMATCH`, `INVALID_COUNT`, `EMPTY_SAMPLE`
 */
export function kullbackLeiblerDivergence(reference: Histogram, current: Histogram): number {
  const [p, q] = normalisedPair(reference, current);
  let sum = 0;
  for (let bin = 0; bin < p.length; bin += 1) sum += relativeEntropyTerm(p[bin] as number, q[bin] as number);
  return sum;
}

/**
 * The population stability index, Σ (p - q) ln(p / q): both divergences of Kullback and Leibler added up. Infinite
 * where one side lacks what the other has; {@link fillEmptyBins} is the usual remedy.
 *
 * @throws StatisticsError `LENGTH_MISMATCH`, `INVALID_COUNT`, `EMPTY_SAMPLE`
 */
export function populationStabilityIndex(reference: Histogram, current: Histogram): number {
  const [p, q] = normalisedPair(reference, current);
  return stabilityIndexOfShares(p, q);
}

/** As {@link populationStabilityIndex}, for shares that are taken as they are: filled ones sum to more than 1. */
export function stabilityIndexOfShares(reference: Histogram, current: Histogram): number {
  let sum = 0;
  for (let bin = 0; bin < reference.length; bin += 1) {
    const p = reference[bin] as number;
    const q = current[bin] as number;
    if (p !== q) sum += (p - q) * Math.log(p / q);
  }
  return sum;
}

/**
 * Hellinger's distance, √(1 - Σ √(p q)), 0 to 1; computed as √(½ Σ (√p - √q)²), which keeps its digits near 0
 * (Pollard, "A User's Guide to Measure Theoretic Probability", 2002, 3.3).
 *
 * @throws StatisticsError `LENGTH_MISMATCH`, `INVALID_COUNT`, `EMPTY_SAMPLE`
 */
export function hellingerDistance(reference: Histogram, current: Histogram): number {
  const [p, q] = normalisedPair(reference, current);
  let sum = 0;
  for (let bin = 0; bin < p.length; bin += 1) {
    sum += (Math.sqrt(p[bin] as number) - Math.sqrt(q[bin] as number)) ** 2;
  }
  return Math.min(1, Math.sqrt(sum / 2));
}

/**
 * Total variation, ½ Σ |p - q|, 0 to 1: the largest difference in probability that any event can have.
 *
 * @throws StatisticsError `LENGTH_MISMATCH`, `INVALID_COUNT`, `EMPTY_SAMPLE`
 */
export function totalVariationDistance(reference: Histogram, current: Histogram): number {
  const [p, q] = normalisedPair(reference, current);
  let sum = 0;
  for (let bin = 0; bin < p.length; bin += 1) sum += Math.abs((p[bin] as number) - (q[bin] as number));
  return sum / 2;
}

const USUAL_FILL = 1e-4;
const FILL_BELOW_SMALLEST = 1e-6;

/**
 * A copy of shares in which empty bins hold 0.0001, or a millionth of the smallest share where that is no larger:
 * what Evidently does before it takes logarithms. The result is not normalised again.
 */
export function fillEmptyBins(shares: ArrayLike<number>): Float64Array {
  const filled = Float64Array.from(shares);
  const smallest = filled.reduce(
    (least, share) => (share > 0 && share < least ? share : least),
    Number.POSITIVE_INFINITY,
  );
  const fill = smallest <= USUAL_FILL ? smallest * FILL_BELOW_SMALLEST : USUAL_FILL;
  return filled.map((share) => (share === 0 ? fill : share));
}
