import { binFeatures } from './binning.ts';
import { type Classifier, sigmoid } from './classifier.ts';
import type { LabelledRows } from './dataset.ts';
import { growTree, type TreeOptions } from './grow-tree.ts';
import { leafValue, type Tree } from './tree.ts';

export interface BoostedTreesOptions extends TreeOptions {
  trees: number;
  maxBins: number;
}

/** A sum of trees in log-odds. */
export class BoostedTrees implements Classifier {
  readonly featureCount: number;
  /** Log-odds before the first tree, float32. */
  readonly base: number;
  readonly trees: readonly Tree[];

  constructor(featureCount: number, base: number, trees: readonly Tree[]) {
    this.featureCount = featureCount;
    this.base = base;
    this.trees = trees;
  }

  /** The same model with other log-odds: factor * log-odds + shift, in float32 as the ONNX file holds them. */
  rescaled(factor: number, shift: number): BoostedTrees {
    const trees = this.trees.map((tree) => ({
      ...tree,
      value: tree.value.map((value) => Math.fround(factor * value)),
    }));
    return new BoostedTrees(this.featureCount, Math.fround(factor * this.base + shift), trees);
  }

  logit(features: Float32Array, offset: number): number {
    let logit = this.base;
    for (const tree of this.trees) logit += leafValue(tree, features, offset);
    return logit;
  }
}

/**
 * Gradient boosting with the logistic loss (Friedman, "Greedy Function Approximation", 2001) on histograms.
 * Float64 throughout, no random choice: the same rows give the same trees.
 */
export function trainBoostedTrees(
  dataset: LabelledRows,
  options: BoostedTreesOptions,
  onTree?: (done: number) => void,
): BoostedTrees {
  const base = Math.fround(logOddsOfMean(dataset.labels));
  return growOn(new BoostedTrees(dataset.features.length / dataset.rows, base, []), dataset, options, onTree);
}

/**
 * More trees on top of a model, fitted to what it gets wrong on other rows: what those do not contradict is kept.
 * The result has the model's own trees first, so a prefix of it is the model after fewer trees.
 */
export function growOn(
  model: BoostedTrees,
  dataset: LabelledRows,
  options: BoostedTreesOptions,
  onTree?: (done: number) => void,
): BoostedTrees {
  const binned = binFeatures(dataset, options.maxBins);
  const logits = Float64Array.from({ length: dataset.rows }, (_, row) =>
    model.logit(dataset.features, row * model.featureCount),
  );
  const gradients = new Float64Array(dataset.rows);
  const hessians = new Float64Array(dataset.rows);
  const trees = [...model.trees];
  for (let index = 0; index < options.trees; index += 1) {
    for (let row = 0; row < dataset.rows; row += 1) {
      const probability = sigmoid(logits[row] ?? 0);
      gradients[row] = probability - (dataset.labels[row] ?? 0);
      hessians[row] = probability * (1 - probability);
    }
    trees.push(growTree(binned, gradients, hessians, logits, options));
    onTree?.(trees.length - model.trees.length);
  }
  return new BoostedTrees(model.featureCount, model.base, trees);
}

function logOddsOfMean(labels: Uint8Array): number {
  let positives = 0;
  for (const label of labels) positives += label;
  if (positives === 0 || positives === labels.length)
    throw new RangeError('training needs rows of both classes');
  return Math.log(positives / (labels.length - positives));
}
