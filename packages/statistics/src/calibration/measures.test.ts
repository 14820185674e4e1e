import { describe, expect, it } from 'vitest';
import { categoryMeasure } from './category-measure.ts';
import { numericMeasure } from './numeric-measure.ts';

describe('numericMeasure', () => {
  // scipy 1.17: ks_2samp(r, c).statistic, wasserstein_distance(r, c) / numpy.std(r)
  const reference = [1, 2, 2, 3, 5, 8];
  const window = [2, 4, 4, 9];

  it('ofWindow - when scores are worked by hand - then they agree', () => {
    // Steps of F_r - F_c: 1: 1/6, 2: 1/4, 3: 5/12, 4: -1/12, 5: 1/12, 8: 1/4; times the widths 1 1 1 1 3 1.
    expect(numericMeasure(reference, 'kolmogorov_smirnov').ofWindow(window).score).toBeCloseTo(5 / 12, 12);
    const area = 1 / 6 + 1 / 4 + 5 / 12 + 1 / 12 + 3 / 12 + 1 / 4;
    const deviation = Math.sqrt((1 + 4 + 4 + 9 + 25 + 64) / 6 - 3.5 ** 2);
    expect(numericMeasure(reference, 'wasserstein').ofWindow(window).score).toBeCloseTo(area / deviation, 12);
  });

  it('ofWindow - when values are missing or infinite - then they do not count', () => {
    const measure = numericMeasure([...reference, Number.NaN], 'kolmogorov_smirnov');
    expect(measure.referenceSize).toBe(6);
    expect(measure.ofWindow([Number.NaN, 2, null, Number.POSITIVE_INFINITY])).toEqual(measure.ofWindow([2]));
    expect(measure.ofWindow([Number.NaN])).toEqual({ score: 0, n: 0 });
  });

  it('betweenCounts - when the counts are those of the reference and of a window - then it is the score of the window', () => {
    for (const score of ['kolmogorov_smirnov', 'wasserstein'] as const) {
      const measure = numericMeasure(reference, score);
      const whole = { counts: Uint32Array.of(1, 2, 1, 1, 1), total: 6 };
      const counts = { counts: Uint32Array.of(0, 1, 0, 2, 0), total: 3 };
      expect(measure.betweenCounts(whole, counts)).toBeCloseTo(measure.ofWindow([2, 5, 5]).score, 12);
      expect(measure.betweenCounts(whole, whole)).toBe(0);
    }
  });

  it('numericMeasure - when the reference has no spread - then it throws', () => {
    expect(() => numericMeasure([], 'wasserstein')).toThrow(
      expect.objectContaining({ code: 'EMPTY_SAMPLE' }),
    );
    expect(() => numericMeasure([3, 3], 'wasserstein')).toThrow(
      expect.objectContaining({ code: 'CONSTANT_SAMPLE' }),
    );
  });
});

describe('categoryMeasure', () => {
  const measure = categoryMeasure(
    new Map([
      ['card', 10],
      ['cash', 10],
    ]),
  );

  it('ofWindow - when half of the rows are of a new category - then it is the score that scipy gives', () => {
    // scipy.spatial.distance.jensenshannon([.5, .5, 0], [.25, .25, .5])
    expect(measure.ofWindow(['card', 'cash', 'coin', 'shell']).score).toBeCloseTo(0.4645014, 6);
  });

  it('ofWindow - when shares are equal - then it is 0, and at most sqrt(ln 2) when nothing is shared', () => {
    expect(measure.ofWindow(['card', null, 'cash'])).toEqual({ score: 0, n: 2 });
    expect(measure.ofWindow(['coin']).score).toBeCloseTo(Math.sqrt(Math.LN2), 12);
    expect(measure.largestScore).toBeCloseTo(measure.ofWindow(['card']).score, 12);
  });

  it('weights - when some categories were seen once - then as many rows may be of ones never seen', () => {
    expect([...measure.weights]).toEqual([10, 10, 0]);
    expect([
      ...categoryMeasure(
        new Map([
          ['a', 8],
          ['b', 1],
          ['c', 1],
        ]),
      ).weights,
    ]).toEqual([8, 1, 1, 2]);
  });

  it('categoryMeasure - when counts are not counts - then it throws', () => {
    expect(() => categoryMeasure(new Map())).toThrow(expect.objectContaining({ code: 'EMPTY_SAMPLE' }));
    expect(() => categoryMeasure(new Map([['a', 0.5]]))).toThrow(
      expect.objectContaining({ code: 'INVALID_COUNT' }),
    );
  });
});
