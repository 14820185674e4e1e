import { type Dataset, featureColumn } from './dataset.ts';

/** Inputs replaced by small integers, so that split finding counts instead of sorting. */
export interface BinnedFeatures {
  rows: number;
  /** For each feature its ascending cut points, float32: bin b holds the values x with cuts[b - 1] < x <= cuts[b]. */
  cuts: Float32Array[];
  /** For each feature the bin of each row. */
  bins: Uint8Array[];
}

/** @param maxBins 2 to 256. */
export function binFeatures(dataset: Pick<Dataset, 'rows' | 'features'>, maxBins: number): BinnedFeatures {
  if (!Number.isInteger(maxBins) || maxBins < 2 || maxBins > 256) {
    throw new RangeError(`maxBins must be 2 to 256, got ${maxBins}`);
  }
  const width = dataset.features.length / dataset.rows;
  const columns = Array.from({ length: width }, (_, feature) => featureColumn(dataset, feature));
  const cuts = columns.map((column) => cutPoints(column, maxBins));
  const bins = columns.map((column, feature) => {
    const cutsOfFeature = cuts[feature] ?? new Float32Array();
    return Uint8Array.from(column, (value) => binOf(value, cutsOfFeature));
  });
  return { rows: dataset.rows, cuts, bins };
}

/** Cuts between distinct values: all of them where they are few, else those nearest to even shares of the rows. */
function cutPoints(column: Float32Array, maxBins: number): Float32Array {
  const sorted = Float32Array.from(column).sort();
  const distinct = sorted.filter((value, index) => index === 0 || value !== sorted[index - 1]);
  if (distinct.length <= maxBins) {
    return distinct.subarray(1).map((upper, index) => between(distinct[index] ?? upper, upper));
  }
  const cuts: number[] = [];
  for (let share = 1; share < maxBins; share += 1) {
    const position = Math.floor((share * sorted.length) / maxBins);
    const upper = sorted[position] ?? 0;
    // Equal neighbours cannot be parted; the cut goes below the run of equal values.
    const below = sorted[lowerBound(sorted, upper) - 1];
    if (below === undefined) continue;
    const cut = between(below, upper);
    if (cut !== cuts.at(-1)) cuts.push(cut);
  }
  return Float32Array.from(cuts);
}

/**
 * A float32 c with lower <= c < upper, so that `x <= c` parts the two in ONNX Runtime, which compares in float32,
 * exactly as it does here. The midpoint of neighbouring floats may round up to `upper`.
 */
function between(lower: number, upper: number): number {
  const middle = Math.fround((lower + upper) / 2);
  return middle < upper ? middle : lower;
}

function binOf(value: number, cuts: Float32Array): number {
  return lowerBound(cuts, value);
}

/** Number of entries below `value` in an ascending array. */
function lowerBound(ascending: Float32Array, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
