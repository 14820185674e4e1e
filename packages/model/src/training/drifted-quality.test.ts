import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { FEATURE_COUNT, FEATURE_NAMES } from '../features/index.ts';
import { createWorld, type Drift } from '../world/index.ts';
import { type Dataset, drawDataset, featureColumn } from './dataset.ts';
import { areaUnderRoc } from './metrics.ts';

const MODEL = join(import.meta.dirname, '../../../../models/fraud-detection/2/model.onnx');

function drawDrifted(drift: Drift): Dataset {
  return drawDataset(
    createWorld({ seed: 99, customers: 1000, drift }),
    30_000,
    new Date('2026-06-01T00:00:00Z'),
    1,
  );
}

/** How much ranking is lost to the best possible on the same rows. */
async function lostAuc(dataset: Dataset): Promise<number> {
  const session = await InferenceSession.create(MODEL);
  const input = new Tensor('float32', dataset.features, [dataset.rows, FEATURE_COUNT]);
  const { probability } = await session.run({ input });
  const scores = Float64Array.from((probability?.data as Float32Array | undefined) ?? []);
  return areaUnderRoc(dataset.probabilities, dataset.labels) - areaUnderRoc(scores, dataset.labels);
}

describe('version 2 in a drifted world', () => {
  it('AUC - when only the inputs drift - then little more is lost than without drift', async () => {
    expect(await lostAuc(drawDrifted({}))).toBeLessThan(0.015);
    for (const drift of [{ amountScale: 2 }, { hourShift: 8 }, { merchantMix: { gift_cards: 8 } }]) {
      expect(await lostAuc(drawDrifted(drift)), JSON.stringify(drift)).toBeLessThan(0.015);
    }
  }, 60_000);

  it('AUC - when the concept drifts - then much is lost, though the inputs have not moved', async () => {
    const inverted = drawDrifted({ concept: 'fraud-near-home' });
    expect(await lostAuc(inverted)).toBeGreaterThan(0.04);
    const distances = (dataset: Dataset) =>
      featureColumn(dataset, FEATURE_NAMES.indexOf('distance_from_home_km'));
    expect(distances(inverted)).toEqual(distances(drawDrifted({})));
  }, 60_000);
});
