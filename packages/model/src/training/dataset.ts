import { encodeFeatures, FEATURE_COUNT } from '../features/index.ts';
import type { World } from '../world/index.ts';

/** Rows as the models see them, and what became of them. */
export interface LabelledRows {
  rows: number;
  /** Row-major, rows x FEATURE_COUNT. */
  features: Float32Array;
  /** 1 for fraud. */
  labels: Uint8Array;
}

/** Rows of a known world, beside the truth that the models do not see. */
export interface Dataset extends LabelledRows {
  /** True probability of fraud of each row. */
  probabilities: Float64Array;
}

/** Takes the next `rows` transactions of the world, `secondsApart` on the calendar from `startsAt` on. */
export function drawDataset(world: World, rows: number, startsAt: Date, secondsApart: number): Dataset {
  const dataset: Dataset = {
    rows,
    features: new Float32Array(rows * FEATURE_COUNT),
    labels: new Uint8Array(rows),
    probabilities: new Float64Array(rows),
  };
  for (let row = 0; row < rows; row += 1) {
    const drawn = world.nextTransaction(new Date(startsAt.getTime() + row * secondsApart * 1000));
    encodeFeatures(drawn.transaction, drawn.userFeatures, dataset.features, row * FEATURE_COUNT);
    dataset.labels[row] = drawn.isFraud ? 1 : 0;
    dataset.probabilities[row] = drawn.fraudProbability;
  }
  return dataset;
}

/** One input of every row, in row order. */
export function featureColumn(dataset: Pick<Dataset, 'rows' | 'features'>, feature: number): Float32Array {
  const width = dataset.features.length / dataset.rows;
  return Float32Array.from(
    { length: dataset.rows },
    (_, row) => dataset.features[row * width + feature] ?? 0,
  );
}
