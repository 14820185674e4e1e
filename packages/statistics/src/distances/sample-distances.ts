// Distances between two samples through their distribution functions, scipy's `_cdf_distance`.

import { standardDeviation } from '../samples/moments.ts';
import { type NumericValues, type SortedSample, sortedFinitePair } from '../samples/sorted-sample.ts';

/**
 * The first Wasserstein distance (earth mover's), scipy's `wasserstein_distance`: the area between the two empirical
 * distribution functions, in the unit of the values. Missing values are left out.
 *
 * @throws StatisticsError `EMPTY_SAMPLE`, `INFINITE_VALUE`
 */
export function wassersteinDistance(
  reference: NumericValues | SortedSample,
  current: NumericValues | SortedSample,
): number {
  const [sortedReference, sortedCurrent] = sortedFinitePair(reference, current);
  return areaBetween(sortedReference.values, sortedCurrent.values);
}

/** Evidently's floor for the deviation that it divides by. */
const SMALLEST_DEVIATION = 0.001;

/**
 * The Wasserstein distance in deviations of the reference (of the population, at least 0.001): Evidently's
 * `wasserstein`. Not symmetric.
 *
 * @throws StatisticsError `EMPTY_SAMPLE`, `INFINITE_VALUE`
 */
export function normedWassersteinDistance(
  reference: NumericValues | SortedSample,
  current: NumericValues | SortedSample,
): number {
  const [sortedReference, sortedCurrent] = sortedFinitePair(reference, current);
  const deviation = Math.max(standardDeviation(sortedReference.values), SMALLEST_DEVIATION);
  return areaBetween(sortedReference.values, sortedCurrent.values) / deviation;
}

/**
 * The energy distance, scipy's `energy_distance`: √2 times the root of the area under the squared difference of the
 * distribution functions (Székely and Rizzo, 2013), in the root of the values' unit. Missing values are left out.
 *
 * @throws StatisticsError `EMPTY_SAMPLE`, `INFINITE_VALUE`
 */
export function energyDistance(
  reference: NumericValues | SortedSample,
  current: NumericValues | SortedSample,
): number {
  const [sortedReference, sortedCurrent] = sortedFinitePair(reference, current);
  return Math.sqrt(2 * squaredAreaBetween(sortedReference.values, sortedCurrent.values));
}

/**
 * ∫ |F - G|. This loop and the next are one but for the square; with a function between them, a million values take
 * twice as long. Differences are whole numbers at first, so that equal shares cancel without a rest.
 */
function areaBetween(left: Float64Array, right: Float64Array): number {
  const leftSize = left.length;
  const rightSize = right.length;
  const perStep = 1 / leftSize / rightSize;
  let area = 0;
  let i = 0;
  let j = 0;
  let previous = Math.min(left[0] as number, right[0] as number);
  while (i < leftSize && j < rightSize) {
    const a = left[i] as number;
    const b = right[j] as number;
    const value = Math.min(a, b);
    area += Math.abs(i * rightSize - j * leftSize) * perStep * (value - previous);
    previous = value;
    if (a <= b) i += 1;
    else j += 1;
  }
  // The side that has ended is at 1.
  for (; i < leftSize; i += 1) {
    area += (1 - i / leftSize) * ((left[i] as number) - previous);
    previous = left[i] as number;
  }
  for (; j < rightSize; j += 1) {
    area += (1 - j / rightSize) * ((right[j] as number) - previous);
    previous = right[j] as number;
  }
  return area;
}

/** ∫ (F - G)². */
function squaredAreaBetween(left: Float64Array, right: Float64Array): number {
  const leftSize = left.length;
  const rightSize = right.length;
  let area = 0;
  let i = 0;
  let j = 0;
  let previous = Math.min(left[0] as number, right[0] as number);
  while (i < leftSize || j < rightSize) {
    const a = i < leftSize ? (left[i] as number) : Number.POSITIVE_INFINITY;
    const b = j < rightSize ? (right[j] as number) : Number.POSITIVE_INFINITY;
    const value = Math.min(a, b);
    const gap = i / leftSize - j / rightSize;
    area += gap * gap * (value - previous);
    previous = value;
    if (a <= b) i += 1;
    else j += 1;
  }
  return area;
}
