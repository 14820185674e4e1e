import { FEATURE_COUNT } from '@lab/model/features';
import {
  type BoostedTrees,
  DATA,
  drawDataset,
  drawSplits,
  growOn,
  type LabelledRows,
  predictAll,
  trainBoostedTrees,
} from '@lab/model/training';
import { createWorld } from '@lab/model/world';
import { logLoss } from '@lab/statistics/quality';
import { describe, expect, test } from 'vitest';
import { compareModels } from '../domain/compare-models.ts';
import { learn } from './learn.ts';

const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);
const TREES = { trees: 60, maxDepth: 4, learningRate: 0.1, maxBins: 64, lambda: 1, minChildHessian: 5 };
const HELD_OUT_ROWS = 600;
/** Enough to know which of two models is the better one. */
const TRUTH_ROWS = 20_000;
const CONFIDENCE = 0.99;

const rowsOf = (seed: number, rows: number, fraudRateMultiplier = 1): LabelledRows =>
  drawDataset(
    createWorld({ seed: 5000 + seed, customers: 400, drift: { fraudRateMultiplier } }),
    rows,
    new Date(Date.UTC(2026, 5, 1)),
    1,
  );
const train = (rows: number): BoostedTrees =>
  trainBoostedTrees(
    drawSplits({ ...DATA, trainingRows: rows, validationRows: 0, heldOutRows: 0 }).training,
    TREES,
  );
const champion = train(40_000);

describe('a candidate', () => {
  test('when it is worse than the champion - then it is let through in none of 20 worlds', () => {
    const poor = train(1500);
    const truth = rowsOf(0, TRUTH_ROWS);
    const lossOf = (model: BoostedTrees): number => logLoss(predictAll(model, truth), truth.labels);
    expect(lossOf(poor)).toBeGreaterThan(lossOf(champion));
    for (const seed of SEEDS) {
      const heldOut = rowsOf(seed, HELD_OUT_ROWS);
      const { candidateIsBetter, logLossGain } = compareModels(
        heldOut.labels,
        predictAll(champion, heldOut),
        predictAll(poor, heldOut),
        { confidence: CONFIDENCE },
      );
      expect(candidateIsBetter, `seed ${seed}: log loss gain ${logLossGain}`).toBe(false);
    }
  }, 60_000);

  test('when it was made to please fresh rows that lie - then it is let through in none of 20 worlds', () => {
    for (const seed of SEEDS) {
      const lies = rowsOf(seed, 800);
      for (const [row, label] of lies.labels.entries()) if (row % 5 === 0) lies.labels[row] = 1 - label;
      const misled = growOn(champion, lies, { ...TREES, trees: 20, minChildHessian: 1 });
      const heldOut = rowsOf(100 + seed, HELD_OUT_ROWS);
      const { candidateIsBetter } = compareModels(
        heldOut.labels,
        predictAll(champion, heldOut),
        predictAll(misled, heldOut),
        { confidence: CONFIDENCE },
      );
      expect(candidateIsBetter, `seed ${seed}`).toBe(false);
    }
  }, 60_000);

  test('when it is the champion itself, or there are too few frauds to know - then it is not better', () => {
    const heldOut = rowsOf(1, HELD_OUT_ROWS);
    const scores = predictAll(champion, heldOut);
    expect(compareModels(heldOut.labels, scores, scores, { confidence: CONFIDENCE }).candidateIsBetter).toBe(
      false,
    );
    const none = new Uint8Array(HELD_OUT_ROWS);
    const zero = new Float64Array(HELD_OUT_ROWS);
    expect(compareModels(none, scores, zero, { confidence: CONFIDENCE }).candidateIsBetter).toBe(false);
  });

  test('when there is five times more fraud and it has learned so - then it is let through, and knows its own input', () => {
    const fresh = rowsOf(3, 3000, 5);
    const { heldOut, scores, files } = learn({ version: 3, purpose: 'A test.', fresh, historyRows: 10_000 });
    expect(heldOut.features).toEqual(fresh.features.slice(-heldOut.rows * FEATURE_COUNT));
    const compared = compareModels(heldOut.labels, predictAll(champion, heldOut), scores, {
      confidence: CONFIDENCE,
    });
    expect(compared).toMatchObject({ candidateIsBetter: true, rows: heldOut.rows });
    expect([...files.keys()].sort()).toEqual([
      'README.md',
      'manifest.json',
      'model.onnx',
      'reference-profile.json',
    ]);
  }, 60_000);
});
