import { InferenceSession, Tensor } from 'onnxruntime-node';
import { beforeAll, describe, expect, it } from 'vitest';
import { FEATURE_COUNT } from '../features/index.ts';
import { Xoshiro128 } from '../random/xoshiro128.ts';
import {
  buildRelease,
  type Classifier,
  type DataSplits,
  drawSplits,
  predictAll,
  type Release,
} from './index.ts';

const SEED = 77;
const TOLERANCE = 1e-5;

let splits: DataSplits;
let linear: Release;
let trees: Release;

beforeAll(() => {
  splits = drawSplits({
    seed: SEED,
    customers: 500,
    trainingRows: 12_000,
    validationRows: 4000,
    heldOutRows: 8000,
  });
  linear = buildRelease(
    {
      version: 1,
      purpose: 'Reduced.',
      algorithm: { kind: 'logistic-regression', options: { ridge: 1e-4, iterations: 7 } },
    },
    splits,
    SEED,
  );
  trees = trainTrees();
}, 60_000);

function trainTrees(): Release {
  const options = { trees: 20, maxDepth: 3, learningRate: 0.25, maxBins: 32, lambda: 1, minChildHessian: 2 };
  return buildRelease(
    { version: 2, purpose: 'Reduced.', algorithm: { kind: 'gradient-boosted-trees', options } },
    splits,
    SEED,
  );
}

async function runOnnx(release: Release, features: Float32Array): Promise<Float32Array> {
  const session = await InferenceSession.create(release.files.get('model.onnx') ?? new Uint8Array());
  const input = new Tensor('float32', features, [features.length / FEATURE_COUNT, FEATURE_COUNT]);
  const { probability } = await session.run({ input });
  if (probability === undefined) throw new Error('the model has no output named probability');
  expect(probability.dims).toEqual([features.length / FEATURE_COUNT, 1]);
  return probability.data as Float32Array;
}

async function largestDifference(release: Release, features: Float32Array): Promise<number> {
  const expected = predictAll(release.classifier, { rows: features.length / FEATURE_COUNT, features });
  const actual = await runOnnx(release, features);
  return Math.max(...expected.map((probability, row) => Math.abs(probability - (actual[row] ?? Number.NaN))));
}

/** Rows on and right beside every threshold that the model knows: where `<=` and `<` part. */
function rowsAroundThresholds(classifier: Classifier): Float32Array {
  if (!('trees' in classifier)) throw new Error('only trees have thresholds');
  const { trees: ensemble } = classifier as Classifier & {
    trees: { feature: number[]; threshold: number[] }[];
  };
  const base = splits.heldOut.features.slice(0, FEATURE_COUNT);
  const rows: number[] = [];
  for (const { feature, threshold } of ensemble) {
    for (const [node, input] of feature.entries()) {
      if (input < 0) continue;
      const at = threshold[node] ?? 0;
      for (const value of [at, Math.fround(at * (1 + 2 ** -23)), Math.fround(at * (1 - 2 ** -23))]) {
        const row = [...base];
        row[input] = value;
        rows.push(...row);
      }
    }
  }
  return Float32Array.from(rows);
}

describe('buildRelease', () => {
  it('model.onnx - when ONNX Runtime scores the held-out rows - then agrees with the trainer to 1e-5', async () => {
    expect(await largestDifference(linear, splits.heldOut.features)).toBeLessThan(TOLERANCE);
    expect(await largestDifference(trees, splits.heldOut.features)).toBeLessThan(TOLERANCE);
  });

  it('model.onnx - when inputs lie on a threshold or one step beside it - then takes the same branch', async () => {
    const rows = rowsAroundThresholds(trees.classifier);
    expect(rows.length / FEATURE_COUNT).toBeGreaterThan(300);
    expect(await largestDifference(trees, rows)).toBeLessThan(TOLERANCE);
  });

  it('model.onnx - when inputs are random, huge, negative, infinite or zero - then still agrees', async () => {
    const random = Xoshiro128.seeded(12);
    const scattered = Float32Array.from(
      { length: 500 * FEATURE_COUNT },
      () => random.normal() * 10 ** random.integerBelow(6),
    );
    expect(await largestDifference(trees, scattered)).toBeLessThan(TOLERANCE);
    const extremes = [
      0,
      -0,
      1e-45,
      3.4e38,
      -3.4e38,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
    ].flatMap((value) => new Array<number>(FEATURE_COUNT).fill(value));
    expect(await largestDifference(trees, Float32Array.from(extremes))).toBeLessThan(TOLERANCE);
  });

  it('model.onnx - when run row by row and as a batch - then gives the same scores', async () => {
    const features = splits.heldOut.features.slice(0, 16 * FEATURE_COUNT);
    const batch = await runOnnx(trees, features);
    for (let row = 0; row < 16; row += 1) {
      const [alone] = await runOnnx(trees, features.slice(row * FEATURE_COUNT, (row + 1) * FEATURE_COUNT));
      expect(Math.abs((alone ?? 0) - (batch[row] ?? 1))).toBeLessThan(1e-6);
    }
  });

  it('buildRelease - when trained again on the same rows - then writes the same bytes', () => {
    expect(trainTrees().files).toEqual(trees.files);
  });

  it('buildRelease - when judged on held-out rows - then trees beat the line and neither beats the truth', () => {
    expect(trees.manifest.quality.auc).toBeGreaterThan(linear.manifest.quality.auc);
    expect(trees.manifest.quality.log_loss).toBeLessThan(linear.manifest.quality.log_loss);
    for (const { quality } of [linear.manifest, trees.manifest]) {
      expect(quality.auc).toBeGreaterThan(0.8);
      expect(quality.auc).toBeLessThan(quality.best_possible_auc ?? Number.NaN);
      expect(quality.log_loss).toBeGreaterThan(quality.best_possible_log_loss ?? Number.NaN);
      expect(quality.brier).toBeGreaterThan(quality.best_possible_brier ?? Number.NaN);
    }
  });
});
