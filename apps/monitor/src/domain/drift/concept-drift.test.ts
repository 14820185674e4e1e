import { Xoshiro128 } from '@lab/model/random';
import { describe, expect, it } from 'vitest';
import { conceptDrift } from './concept-drift.ts';

/** Scores like those of a fraud model, and labels drawn with the probability that `truth` makes of a score. */
function window(rows: number, seed: number, truth: (score: number) => number) {
  const random = Xoshiro128.seeded(seed);
  return Array.from({ length: rows }, () => {
    const score = Math.min(0.99, 0.01 + 0.3 * random.uniform() ** 4);
    return { score, isFraud: random.uniform() < truth(score) };
  });
}

describe('conceptDrift', () => {
  it('calibration - when labels follow the score - then it alarms about as often as was accepted', () => {
    const alarms = Array.from({ length: 400 }, (_, seed) =>
      conceptDrift(
        window(2000, seed, (p) => p),
        0.05,
      ),
    ).filter(({ state }) => state === 'drift').length;
    // 400 runs at 5 %: 20 expected, 4.4 standard deviation; counts of five are not quite normal.
    expect(alarms).toBeGreaterThan(5);
    expect(alarms).toBeLessThan(36);
  });

  it('power - when the order of risks turns round, or risks triple - then it is drift', () => {
    expect(
      conceptDrift(
        window(3000, 1, (p) => 0.32 - p),
        1e-4,
      ).state,
    ).toBe('drift');
    expect(
      conceptDrift(
        window(3000, 2, (p) => Math.min(1, 3 * p)),
        1e-4,
      ),
    ).toMatchObject({
      state: 'drift',
      score: expect.any(Number),
    });
  });

  it('data - when there are too few labels - then it says how many are needed', () => {
    expect(
      conceptDrift(
        window(50, 3, (p) => p),
        0.01,
      ),
    ).toMatchObject({
      state: 'insufficient_data',
      needed_samples: 100,
    });
    expect(conceptDrift([], 0.01).state).toBe('insufficient_data');
  });
});
