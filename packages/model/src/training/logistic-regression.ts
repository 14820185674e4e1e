import { type Classifier, sigmoid } from './classifier.ts';
import { type Dataset, featureColumn } from './dataset.ts';
import { solvePositiveDefinite } from './solve.ts';

export interface LogisticRegressionOptions {
  /** L2 penalty on the weights of the standardised inputs, as a share of the rows. */
  ridge: number;
  iterations: number;
}

/** weights . x + bias in log-odds, float32 numbers. */
export class LogisticRegression implements Classifier {
  readonly featureCount: number;
  readonly weights: Float32Array;
  readonly bias: number;

  constructor(weights: Float32Array, bias: number) {
    this.featureCount = weights.length;
    this.weights = weights;
    this.bias = bias;
  }

  logit(features: Float32Array, offset: number): number {
    let logit = this.bias;
    for (let index = 0; index < this.featureCount; index += 1) {
      logit += (this.weights[index] ?? 0) * (features[offset + index] ?? 0);
    }
    return logit;
  }
}

/**
 * Newton's method on the penalised likelihood (iteratively reweighted least squares; Hastie, Tibshirani and
 * Friedman, "The Elements of Statistical Learning", section 4.4.1). The inputs are standardised for the solver and
 * the scale is folded back into the weights.
 */
export function trainLogisticRegression(
  dataset: Dataset,
  options: LogisticRegressionOptions,
): LogisticRegression {
  const width = dataset.features.length / dataset.rows;
  const scales = Array.from({ length: width }, (_, feature) =>
    meanAndDeviation(featureColumn(dataset, feature)),
  );
  let solution = new Float64Array(width + 1);
  for (let iteration = 0; iteration < options.iterations; iteration += 1) {
    solution = newtonStep(dataset, scales, solution, options.ridge * dataset.rows);
  }
  const weights = Float32Array.from(scales, ({ deviation }, feature) => (solution[feature] ?? 0) / deviation);
  const shift = scales.reduce((sum, { mean }, feature) => sum + mean * (weights[feature] ?? 0), 0);
  return new LogisticRegression(weights, Math.fround((solution[width] ?? 0) - shift));
}

interface Scale {
  mean: number;
  deviation: number;
}

function meanAndDeviation(column: Float32Array): Scale {
  let sum = 0;
  for (const value of column) sum += value;
  const mean = sum / column.length;
  let squares = 0;
  for (const value of column) squares += (value - mean) * (value - mean);
  const deviation = Math.sqrt(squares / column.length);
  return { mean, deviation: deviation > 0 ? deviation : 1 };
}

/** One step from `current`; the last coefficient is the intercept and carries no penalty. */
function newtonStep(
  dataset: Dataset,
  scales: readonly Scale[],
  current: Float64Array,
  penalty: number,
): Float64Array<ArrayBuffer> {
  const width = scales.length;
  const size = width + 1;
  const gradient = new Float64Array(size);
  const hessian = new Float64Array(size * size);
  const row = new Float64Array(size).fill(1);
  for (let index = 0; index < dataset.rows; index += 1) {
    let logit = current[width] ?? 0;
    for (const [feature, { mean, deviation }] of scales.entries()) {
      const value = ((dataset.features[index * width + feature] ?? 0) - mean) / deviation;
      row[feature] = value;
      logit += value * (current[feature] ?? 0);
    }
    const probability = sigmoid(logit);
    const residual = (dataset.labels[index] ?? 0) - probability;
    const weight = probability * (1 - probability);
    for (let i = 0; i < size; i += 1) {
      const value = row[i] as number;
      gradient[i] = (gradient[i] as number) + residual * value;
      for (let j = 0; j <= i; j += 1) {
        hessian[i * size + j] = (hessian[i * size + j] as number) + weight * value * (row[j] as number);
      }
    }
  }
  for (let feature = 0; feature < width; feature += 1) {
    gradient[feature] = (gradient[feature] ?? 0) - penalty * (current[feature] ?? 0);
    hessian[feature * size + feature] = (hessian[feature * size + feature] ?? 0) + penalty;
  }
  const step = solvePositiveDefinite(hessian, gradient);
  return Float64Array.from(current, (value, index) => value + (step[index] ?? 0));
}
