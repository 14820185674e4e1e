import { describe, expect, it } from 'vitest';
import { Sfc32 } from '../random/sfc32.ts';
import { alphaPerRun } from './false-alarm-budget.ts';
import { calibrateCategories, calibrateNumeric } from './feature-calibration.ts';
import { judgeRun } from './judge-run.ts';
import type { NullDistribution } from './null-distribution.ts';

/** S uniform on 0..1, at every size above 9. */
const uniformNull = {
  at: (): NullDistribution => ({
    median: 0.5,
    pValue: (score) => 1 - score,
    threshold: (alpha) => 1 - alpha,
  }),
  canReach: (n: number) => n > 9,
  smallestWindow: () => 10,
};
const scored = (score: number, n = 100) => ({ calibration: uniformNull, score, n });
const statesOf = (scores: number[], alpha: number) =>
  judgeRun(new Map(scores.map((score, index) => [`f${index}`, scored(score)])), { alpha })
    .values()
    .map(({ state }) => state)
    .toArray();

describe('judgeRun', () => {
  it('judgeRun - when p values are those of Benjamini and Hochberg (1995) - then it rejects the four that they reject', () => {
    const published = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528,
      0.759, 1,
    ];
    const states = statesOf(
      published.map((pValue) => 1 - pValue),
      0.05,
    );
    expect(states.slice(0, 4)).toEqual(['drift', 'drift', 'drift', 'drift']);
    expect(states.slice(4)).not.toContain('drift');
  });

  it('judgeRun - when one feature is judged - then score, threshold, warning and effect are those of its null', () => {
    const { amount } = Object.fromEntries(judgeRun(new Map([['amount', scored(0.97)]]), { alpha: 0.01 }));
    expect(amount).toMatchObject({ state: 'warning', score: 0.97, threshold: 0.99, n: 100 });
    expect(amount).toMatchObject({
      warningThreshold: 0.9,
      pValue: expect.closeTo(0.03),
      effectSize: expect.closeTo(0.47),
    });
    expect(amount).toMatchObject({ actionScore: expect.closeTo(0.5 + (0.2 * 0.07) / 0.09) });
  });

  it('judgeRun - when a window is too small - then it says how many rows are needed, and others keep their level', () => {
    const features = new Map([
      ['few', scored(1, 9)],
      ['none', scored(0, 0)],
      ['enough', scored(0.98)],
    ]);
    const verdicts = judgeRun(features, { alpha: 0.03 });
    expect(verdicts.get('few')).toEqual({ state: 'insufficient_data', n: 9, needed: 10 });
    expect(verdicts.get('none')).toEqual({ state: 'insufficient_data', n: 0, needed: 10 });
    expect(verdicts.get('enough')).toMatchObject({ state: 'warning', threshold: 0.99 });
  });

  it('judgeRun - when the difference is significant but too small to matter - then it is not drift', () => {
    const verdicts = judgeRun(new Map([['f', scored(0.995)]]), { alpha: 0.01, smallestScore: 1.5 });
    expect(verdicts.get('f')).toMatchObject({ state: 'warning', threshold: 1.5, warningThreshold: 0.9 });
  });

  it('judgeRun - when options are out of range - then it throws', () => {
    const features = new Map([['f', scored(0)]]);
    expect(() => judgeRun(features, { alpha: 0 })).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION' }),
    );
    expect(() => judgeRun(features, { alpha: 0.1, warningFactor: 0.5 })).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION' }),
    );
  });
});

describe('alphaPerRun', () => {
  it('alphaPerRun - when one false alarm in a week and 288 runs a day are accepted - then a run has 1 in 2016', () => {
    expect(alphaPerRun({ falseAlarmsPerDay: 1 / 7, runsPerDay: 288 })).toBeCloseTo(1 / 2016, 12);
    expect(() => alphaPerRun({ falseAlarmsPerDay: 24, runsPerDay: 24 })).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION' }),
    );
  });
});

describe('calibration of real features', { timeout: 60_000 }, () => {
  const random = new Sfc32(3);
  const normals = (count: number, mean = 0) =>
    Float64Array.from({ length: count }, () => mean + random.normal());

  it('judgeRun - when the same seed is used again - then the verdict is the same to the last digit', () => {
    const [reference, window] = [normals(300), normals(80)];
    const judge = (seed: number) =>
      judgeRun(
        new Map([
          ['x', calibrateNumeric(reference, { seed, draws: 500, score: 'wasserstein' }).score(window)],
        ]),
        {
          alpha: 0.01,
        },
      );
    expect(judge(1)).toEqual(judge(1));
    expect(judge(1)).not.toEqual(judge(2));
  });

  it('judgeRun - when the window grows - then a smaller difference is enough', () => {
    const calibration = calibrateNumeric(normals(1000), { draws: 500 });
    const thresholdAt = (n: number) => {
      const verdict = judgeRun(new Map([['x', calibration.score(normals(n))]]), { alpha: 0.01 }).get('x');
      return verdict?.state === 'insufficient_data' ? Number.NaN : verdict?.threshold;
    };
    const thresholds = [20, 60, 200, 700, 2500].map(thresholdAt);
    expect(thresholds).toEqual(thresholds.toSorted((a, b) => (b ?? 0) - (a ?? 0)));
    expect(thresholds[0]).toBeCloseTo(0.36, 1);
  });

  it('judgeRun - when one row of 20 001 is of a new category - then that is not drift, and when 5 % are it is', () => {
    const calibration = calibrateCategories(
      new Map([
        ['card', 1500],
        ['cash', 500],
      ]),
      { draws: 200 },
    );
    const window = (unseen: number) =>
      Array.from({ length: 20_001 }, (_, row) => (row < unseen ? 'coin' : row % 4 === 0 ? 'cash' : 'card'));
    const judge = (unseen: number) =>
      judgeRun(new Map([['x', calibration.score(window(unseen))]]), { alpha: 0.05 }).get('x')?.state;
    expect(judge(1)).toBe('ok');
    expect(judge(1000)).toBe('drift');
  });

  it('judgeRun - when a window has fewer rows than any drift needs - then the number needed is enough', () => {
    const calibration = calibrateCategories(
      new Map([
        ['yes', 500],
        ['no', 500],
      ]),
      { draws: 500 },
    );
    const judge = (n: number) =>
      judgeRun(new Map([['x', calibration.score(new Array<string>(n).fill('yes'))]]), { alpha: 0.01 }).get(
        'x',
      );
    const verdict = judge(3);
    expect(verdict).toMatchObject({ state: 'insufficient_data', n: 3 });
    const needed = verdict?.state === 'insufficient_data' ? verdict.needed : 0;
    expect(needed).toBeGreaterThan(5);
    expect(needed).toBeLessThan(30);
    expect(judge(needed)).toMatchObject({ state: 'drift', n: needed });
    expect(judge(needed - 1)?.state).toBe('insufficient_data');
  });
});
