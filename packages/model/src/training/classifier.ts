import type { Dataset } from './dataset.ts';

/** What every trained model offers, whatever its form. */
export interface Classifier {
  readonly featureCount: number;
  /** Log-odds for the row that starts at `offset` of row-major float32 inputs. */
  logit(features: Float32Array, offset: number): number;
}

export function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

/** Probability of fraud for every row. */
export function predictAll(model: Classifier, dataset: Pick<Dataset, 'rows' | 'features'>): Float64Array {
  return Float64Array.from({ length: dataset.rows }, (_, row) =>
    sigmoid(model.logit(dataset.features, row * model.featureCount)),
  );
}
