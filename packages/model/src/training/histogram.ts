import type { BinnedFeatures } from './binning.ts';

/**
 * Sums of gradients and hessians for each bin of each feature over the rows of one node. Bin b of feature f lies
 * at `starts[f] + b`.
 */
export interface Histogram {
  gradients: Float64Array;
  hessians: Float64Array;
}

/** First slot of each feature, and one past the last slot at the end. */
export function histogramStarts(binned: BinnedFeatures): number[] {
  const starts = [0];
  for (const cuts of binned.cuts) starts.push((starts.at(-1) ?? 0) + cuts.length + 1);
  return starts;
}

export function buildHistogram(
  binned: BinnedFeatures,
  starts: readonly number[],
  rows: Uint32Array,
  gradients: Float64Array,
  hessians: Float64Array,
): Histogram {
  const size = starts.at(-1) ?? 0;
  const histogram: Histogram = { gradients: new Float64Array(size), hessians: new Float64Array(size) };
  for (const [feature, bins] of binned.bins.entries()) {
    accumulate(histogram, bins, starts[feature] ?? 0, rows, gradients, hessians);
  }
  return histogram;
}

// A function of its own with plain indexing: this is the inner loop of training.
function accumulate(
  histogram: Histogram,
  bins: Uint8Array,
  start: number,
  rows: Uint32Array,
  gradients: Float64Array,
  hessians: Float64Array,
): void {
  const gradientSums = histogram.gradients;
  const hessianSums = histogram.hessians;
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows[index] as number;
    const slot = start + (bins[row] as number);
    gradientSums[slot] = (gradientSums[slot] as number) + (gradients[row] as number);
    hessianSums[slot] = (hessianSums[slot] as number) + (hessians[row] as number);
  }
}

/** The histogram of one child is that of the parent less that of its sibling: half of the counting is saved. */
export function subtractHistogram(parent: Histogram, sibling: Histogram): Histogram {
  return {
    gradients: parent.gradients.map((sum, slot) => sum - (sibling.gradients[slot] ?? 0)),
    hessians: parent.hessians.map((sum, slot) => sum - (sibling.hessians[slot] ?? 0)),
  };
}
