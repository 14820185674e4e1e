import type { BoostedTreesOptions } from './boosted-trees.ts';
import type { LogisticRegressionOptions } from './logistic-regression.ts';

/** Where the rows come from. The world of a recipe is never drifted. */
export interface DataRecipe {
  seed: number;
  customers: number;
  trainingRows: number;
  /** Rows after those of training, on which thresholds are chosen. */
  validationRows: number;
  /** Rows after those, on which quality and the reference profile are measured. */
  heldOutRows: number;
}

export type Algorithm =
  | { kind: 'logistic-regression'; options: LogisticRegressionOptions }
  | { kind: 'gradient-boosted-trees'; options: BoostedTreesOptions };

export interface VersionRecipe {
  version: number;
  /** One line for the model card: why this version exists. */
  purpose: string;
  algorithm: Algorithm;
}

export const MODEL_NAME = 'fraud-detection';

export const DATA: DataRecipe = {
  seed: 20260101,
  customers: 5000,
  trainingRows: 150_000,
  validationRows: 50_000,
  heldOutRows: 100_000,
};

export const VERSIONS: readonly VersionRecipe[] = [
  {
    version: 1,
    purpose: 'The baseline: a linear model that is easy to explain and misses every interaction.',
    algorithm: { kind: 'logistic-regression', options: { ridge: 1e-5, iterations: 8 } },
  },
  {
    version: 2,
    purpose: 'The challenger: trees that find the interactions which the linear model misses.',
    algorithm: {
      kind: 'gradient-boosted-trees',
      options: { trees: 120, maxDepth: 4, learningRate: 0.1, maxBins: 64, lambda: 1, minChildHessian: 5 },
    },
  },
];
