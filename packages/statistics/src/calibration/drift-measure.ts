import type { NullDistribution } from './null-distribution.ts';

/** Counts in the cells of a measure, and their sum. */
export interface CellCounts {
  readonly counts: Uint32Array;
  readonly total: number;
}

/**
 * A distance between one feature's reference and a window of it, that can also be drawn when nothing has drifted.
 *
 * The score is a distance in the strict sense, a norm of the difference of two distributions: it is 0 where they are
 * equal, and `bootstrap-null.ts` relies on its tail being that of a norm.
 */
export interface DriftMeasure<Value> {
  /** Usable values in the reference. */
  readonly referenceSize: number;
  /** Weight of each cell in the population that reference and windows are drawn from while nothing drifts. */
  readonly weights: Float64Array;
  /** The largest score that a window can reach with values that the reference knows. */
  readonly largestScore: number;
  /** The exact null distribution at a window size, where one is known; it is drawn otherwise. */
  readonly exactNull?: (windowSize: number) => NullDistribution;
  /** Between two samples given as counts in the cells. */
  betweenCounts(reference: CellCounts, window: CellCounts): number;
  /** Between the reference and a window; values that are not usable (missing, NaN, infinite) do not count in `n`. */
  ofWindow(window: ArrayLike<Value>): { readonly score: number; readonly n: number };
}
