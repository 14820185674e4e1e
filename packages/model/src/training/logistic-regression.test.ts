import { describe, expect, it } from 'vitest';
import { Xoshiro128 } from '../random/xoshiro128.ts';
import { sigmoid } from './classifier.ts';
import type { Dataset } from './dataset.ts';
import { trainLogisticRegression } from './logistic-regression.ts';

function linearWorld(rows: number, weights: readonly number[], bias: number): Dataset {
  const random = Xoshiro128.seeded(21);
  const width = weights.length;
  // Scales far apart, as amounts and flags are.
  const features = Float32Array.from(
    { length: rows * width },
    (_, index) => random.normal() * 10 ** (index % width),
  );
  const probabilities = Float64Array.from({ length: rows }, (_, row) =>
    sigmoid(weights.reduce((sum, weight, k) => sum + weight * (features[row * width + k] ?? 0), bias)),
  );
  return {
    rows,
    features,
    probabilities,
    labels: Uint8Array.from(probabilities, (p) => Number(random.chance(p))),
  };
}

describe('trainLogisticRegression', () => {
  it('trainLogisticRegression - when labels come from a linear model - then finds its weights', () => {
    const weights = [0.8, -0.05, 0.012];
    const model = trainLogisticRegression(linearWorld(40_000, weights, -1), { ridge: 1e-6, iterations: 8 });
    for (const [index, weight] of weights.entries())
      expect((model.weights[index] ?? 0) / weight).toBeCloseTo(1, 1);
    expect(model.bias).toBeCloseTo(-1, 1);
  });

  it('trainLogisticRegression - when it has converged - then the residuals are orthogonal to every input', () => {
    const dataset = linearWorld(5000, [0.5, 0.1], 0.3);
    const model = trainLogisticRegression(dataset, { ridge: 0, iterations: 12 });
    for (const input of [0, 1]) {
      let gradient = 0;
      for (let row = 0; row < dataset.rows; row += 1) {
        const residual = (dataset.labels[row] ?? 0) - sigmoid(model.logit(dataset.features, row * 2));
        gradient += (residual * (dataset.features[row * 2 + input] ?? 0)) / 10 ** input;
      }
      expect(Math.abs(gradient) / dataset.rows).toBeLessThan(1e-6);
    }
  });

  it('trainLogisticRegression - when an input is constant - then the weights stay finite', () => {
    const dataset = linearWorld(500, [0.5, 0.1], 0);
    for (let row = 0; row < dataset.rows; row += 1) dataset.features[row * 2] = 4;
    const model = trainLogisticRegression(dataset, { ridge: 1e-4, iterations: 6 });
    expect([...model.weights, model.bias].every(Number.isFinite)).toBe(true);
  });
});
