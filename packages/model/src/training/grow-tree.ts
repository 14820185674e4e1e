import type { BinnedFeatures } from './binning.ts';
import { buildHistogram, type Histogram, histogramStarts, subtractHistogram } from './histogram.ts';
import { addBranch, addLeaf, emptyTree, type Tree } from './tree.ts';

// Second-order tree growing after Chen and Guestrin, "XGBoost: A Scalable Tree Boosting System" (KDD 2016):
// leaf weight w* = -G / (H + lambda), equation 5; gain of a split, equation 7. G and H are the sums of the first
// and second derivatives of the loss over the rows of a node.

export interface TreeOptions {
  maxDepth: number;
  /** L2 penalty on leaf weights: lambda. */
  lambda: number;
  /** Smallest sum of hessians of a child. */
  minChildHessian: number;
  /** Factor on the leaf weights. */
  learningRate: number;
}

interface Totals {
  gradient: number;
  hessian: number;
}

interface Split {
  feature: number;
  /** Rows in this bin and below go to the `yes` side. */
  bin: number;
  gain: number;
  yes: Totals;
  no: Totals;
}

/** Grows a tree on all rows, and adds each row's leaf value to `logits`. */
export function growTree(
  binned: BinnedFeatures,
  gradients: Float64Array,
  hessians: Float64Array,
  logits: Float64Array,
  options: TreeOptions,
): Tree {
  const starts = histogramStarts(binned);
  const tree = emptyTree();

  function grow(rows: Uint32Array, histogram: Histogram | undefined, totals: Totals, depth: number): number {
    const split = histogram && bestSplit(histogram, starts, totals, options);
    if (histogram === undefined || split === undefined) return finish(rows, totals);

    const cut = binned.cuts[split.feature]?.[split.bin] ?? 0;
    const node = addBranch(tree, split.feature, cut);
    const [yesRows, noRows] = partition(rows, binned.bins[split.feature] ?? new Uint8Array(), split.bin);
    const [yesHistogram, noHistogram] =
      depth + 1 < options.maxDepth ? childHistograms(histogram, yesRows, noRows) : [undefined, undefined];
    tree.yes[node] = grow(yesRows, yesHistogram, split.yes, depth + 1);
    tree.no[node] = grow(noRows, noHistogram, split.no, depth + 1);
    return node;
  }

  function childHistograms(
    parent: Histogram,
    yesRows: Uint32Array,
    noRows: Uint32Array,
  ): [Histogram, Histogram] {
    const isYesSmaller = yesRows.length <= noRows.length;
    const smaller = buildHistogram(binned, starts, isYesSmaller ? yesRows : noRows, gradients, hessians);
    const larger = subtractHistogram(parent, smaller);
    return isYesSmaller ? [smaller, larger] : [larger, smaller];
  }

  function finish(rows: Uint32Array, totals: Totals): number {
    // Rounded before it is used, so that the next tree corrects what the ONNX file will really say.
    const value = Math.fround((-options.learningRate * totals.gradient) / (totals.hessian + options.lambda));
    for (const row of rows) logits[row] = (logits[row] ?? 0) + value;
    return addLeaf(tree, value);
  }

  const rows = Uint32Array.from({ length: binned.rows }, (_, row) => row);
  const totals: Totals = { gradient: sum(gradients), hessian: sum(hessians) };
  grow(rows, buildHistogram(binned, starts, rows, gradients, hessians), totals, 0);
  return tree;
}

/** The split of highest gain; of equals the first. Undefined where no split gains anything. */
function bestSplit(
  histogram: Histogram,
  starts: readonly number[],
  totals: Totals,
  { lambda, minChildHessian }: TreeOptions,
): Split | undefined {
  const score = (part: Totals) => (part.gradient * part.gradient) / (part.hessian + lambda);
  const parentScore = score(totals);
  let best: Split | undefined;
  for (let feature = 0; feature + 1 < starts.length; feature += 1) {
    const start = starts[feature] ?? 0;
    const lastBin = (starts[feature + 1] ?? 0) - start - 1;
    const yes: Totals = { gradient: 0, hessian: 0 };
    for (let bin = 0; bin < lastBin; bin += 1) {
      yes.gradient += histogram.gradients[start + bin] ?? 0;
      yes.hessian += histogram.hessians[start + bin] ?? 0;
      const no: Totals = { gradient: totals.gradient - yes.gradient, hessian: totals.hessian - yes.hessian };
      if (yes.hessian < minChildHessian || no.hessian < minChildHessian) continue;
      const gain = (score(yes) + score(no) - parentScore) / 2;
      if (gain > (best?.gain ?? 0)) best = { feature, bin, gain, yes: { ...yes }, no };
    }
  }
  return best;
}

/** Both sides keep the order of the rows: sums over them, and so the whole model, depend on it. */
function partition(rows: Uint32Array, bins: Uint8Array, bin: number): [Uint32Array, Uint32Array] {
  const yes = new Uint32Array(rows.length);
  const no = new Uint32Array(rows.length);
  let yesCount = 0;
  let noCount = 0;
  for (const row of rows) {
    if ((bins[row] ?? 0) <= bin) yes[yesCount++] = row;
    else no[noCount++] = row;
  }
  return [yes.subarray(0, yesCount), no.subarray(0, noCount)];
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
