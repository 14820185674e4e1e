import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { FEATURE_COUNT } from '../features/index.ts';
import { createWorld, type Drift } from '../world/index.ts';
import { type Dataset, drawDataset } from './dataset.ts';
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
  });

  it('AUC - when the concept drifts - then much is lost, though the inputs have not moved', async () => {
    const inverted = drawDrifted({ concept: 'inverted-distance' });
    expect(await lostAuc(inverted)).toBeGreaterThan(0.04);
    const normal = drawDrifted({});
    // Distances are drawn from their own stream and are the very same.
    for (let row = 0; row < normal.rows; row += 1) {
      expect(inverted.features[row * FEATURE_COUNT + 2]).toBe(normal.features[row * FEATURE_COUNT + 2]);
    }
  });
});
