import { describe, expect, it } from 'vitest';
import { Xoshiro128 } from '../random/xoshiro128.ts';
import { areaUnderRoc, brierScore, calibration, confusionAt, logLoss, scoreQuantile } from './metrics.ts';

describe('metrics', () => {
  it('areaUnderRoc - when compared with counting every pair - then agrees, ties included', () => {
    const random = Xoshiro128.seeded(1);
    for (let round = 0; round < 30; round += 1) {
      const scores = Float64Array.from({ length: 60 }, () => random.integerBelow(12) / 12);
      const labels = Uint8Array.from({ length: 60 }, (_, row) =>
        row < 2 ? row : Number(random.chance(0.3)),
      );
      let wins = 0;
      let pairs = 0;
      for (const [positive, isFraud] of labels.entries()) {
        for (const [negative, isOther] of labels.entries()) {
          if (isFraud !== 1 || isOther !== 0) continue;
          pairs += 1;
          const difference = (scores[positive] ?? 0) - (scores[negative] ?? 0);
          wins += difference > 0 ? 1 : difference === 0 ? 0.5 : 0;
        }
      }
      expect(areaUnderRoc(scores, labels)).toBeCloseTo(wins / pairs, 12);
    }
  });

  it('logLoss and brierScore - when worked by hand - then agree', () => {
    const scores = Float64Array.of(0.8, 0.25);
    const labels = Uint8Array.of(1, 0);
    expect(logLoss(scores, labels)).toBeCloseTo(-(Math.log(0.8) + Math.log(0.75)) / 2, 12);
    expect(brierScore(scores, labels)).toBeCloseTo((0.04 + 0.0625) / 2, 12);
  });

  it('confusionAt - when a score equals the threshold - then counts it as flagged', () => {
    expect(confusionAt(Float64Array.of(0.5, 0.5, 0.4, 0.1), Uint8Array.of(1, 0, 1, 0), 0.5)).toEqual({
      truePositives: 1,
      falsePositives: 1,
      falseNegatives: 1,
      trueNegatives: 1,
    });
  });

  it('calibration - when the rows are split - then groups go from low to high scores', () => {
    const bins = calibration(Float64Array.of(0.9, 0.1, 0.7, 0.3), Uint8Array.of(1, 0, 0, 0), 2);
    expect(bins.map(({ rows, fraudShare }) => [rows, fraudShare])).toEqual([
      [2, 0],
      [2, 0.5],
    ]);
    expect(bins.map(({ meanScore }) => meanScore)).toEqual([expect.closeTo(0.2), expect.closeTo(0.8)]);
  });

  it('scoreQuantile - when asked for a share - then that share lies below', () => {
    const scores = Float64Array.from({ length: 100 }, (_, index) => index);
    expect(scoreQuantile(scores, 0.95)).toBe(95);
    expect(scoreQuantile(scores, 1)).toBe(99);
  });
});
