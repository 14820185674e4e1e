import { inUnits, largestMagnitude, safeUnit } from './units.ts';

export interface Moments {
  count: number;
  mean: number;
  /** What rounding took from `mean`: add it where means of nearly equal values are subtracted. */
  meanRest: number;
  /** Of the differences from the mean. */
  sumOfSquares: number;
}

/** Partial sums this long keep rounding errors from growing with the sample. */
const BLOCK = 128;

/** By two passes, the second of which corrects for what the mean lost by rounding (Chan, Golub and LeVeque, 1983). */
export function momentsOf(values: Float64Array): Moments {
  const count = values.length;
  const mean = blockwiseSum(values, (value) => value) / count;
  const leftOver = blockwiseSum(values, (value) => value - mean);
  const squares = blockwiseSum(values, (value) => (value - mean) * (value - mean));
  const rest = leftOver / count;
  const corrected = mean + rest;
  const meanRest = rest - (corrected - mean);
  return { count, mean: corrected, meanRest, sumOfSquares: Math.max(0, squares - leftOver ** 2 / count) };
}

/** The population's deviation (no Bessel correction), numpy's `std` where squares are in range. 0 for one value. */
export function standardDeviation(values: Float64Array): number {
  const unit = safeUnit(largestMagnitude(values));
  const { count, sumOfSquares } = momentsOf(inUnits(values, unit));
  return Math.sqrt(sumOfSquares / count) * unit;
}

function blockwiseSum(values: Float64Array, term: (value: number) => number): number {
  let sum = 0;
  for (let start = 0; start < values.length; start += BLOCK) {
    const end = Math.min(start + BLOCK, values.length);
    let block = 0;
    for (let index = start; index < end; index += 1) block += term(values[index] as number);
    sum += block;
  }
  return sum;
}
