import { describe, expect, it } from 'vitest';
import { chooseThresholds, measureQuality } from './quality.ts';

describe('chooseThresholds', () => {
  it('chooseThresholds - when scores are spread evenly - then 5 % reach review and 1 % decline', () => {
    const scores = Float64Array.from({ length: 1000 }, (_, index) => index / 1000);
    const { review, decline } = chooseThresholds(scores);
    expect(scores.filter((score) => score >= review)).toHaveLength(50);
    expect(scores.filter((score) => score >= decline)).toHaveLength(10);
  });
});

describe('measureQuality', () => {
  it('measureQuality - when worked by hand - then agrees', () => {
    const heldOut = {
      rows: 5,
      features: new Float32Array(),
      labels: Uint8Array.of(1, 1, 0, 0, 0),
      probabilities: Float64Array.of(0.9, 0.8, 0.1, 0.1, 0.1),
    };
    const quality = measureQuality(heldOut, Float64Array.of(0.9, 0.2, 0.6, 0.1, 0.1), 0.5);
    expect(quality).toMatchObject({
      rows: 5,
      fraud_share: 0.4,
      auc: 0.833333,
      best_possible_auc: 1,
      best_possible_brier: 0.016,
      accuracy: 0.6,
      precision: 0.5,
      recall: 0.5,
      false_positive_rate: 0.333333,
    });
  });
});
