import { describe, expect, it } from 'vitest';
import {
  energyDistance,
  jensenShannonDistance,
  kullbackLeiblerDivergence,
  populationStabilityIndex,
  totalVariationDistance,
  wassersteinDistance,
} from '../distances/index.ts';
import type { StatisticsErrorCode } from '../errors.ts';
import { correctPValues } from '../multiple-testing/index.ts';
import {
  andersonDarling,
  chiSquareGoodnessOfFit,
  chiSquareHomogeneity,
  cramerVonMises,
  fisherExact,
  kolmogorovSmirnov,
  mannWhitney,
  studentT,
  zTestTwoProportions,
} from './index.ts';

const RANK_TESTS = { kolmogorovSmirnov, mannWhitney, cramerVonMises, andersonDarling };
const SAMPLE_FUNCTIONS = { ...RANK_TESTS, wassersteinDistance, energyDistance };

function expectCode(run: () => unknown, code: StatisticsErrorCode): void {
  expect(run).toThrowError(expect.objectContaining({ code }));
}

describe.each(Object.entries(SAMPLE_FUNCTIONS))('%s', (_, compare) => {
  it('either side - when it has no values but missing ones - then the error is coded', () => {
    expectCode(() => compare([], [1, 2]), 'EMPTY_SAMPLE');
    expectCode(() => compare([1, 2], [Number.NaN, null]), 'EMPTY_SAMPLE');
  });

  it('missing values - when there are some - then the result is that without them', () => {
    const [reference, current] = [
      [1, 5, 2, 8, 4],
      [3, 9, 7, 6],
    ];
    expect(compare([1, Number.NaN, 5, 2, null, 8, 4], [3, 9, undefined, 7, 6])).toEqual(
      compare(reference, current),
    );
  });

  it('the order of the values - when it changes - then the result does not', () => {
    expect(compare([4, 8, 2, 5, 1], [6, 7, 9, 3])).toEqual(compare([1, 5, 2, 8, 4], [3, 9, 7, 6]));
  });
});

describe.each(Object.entries(RANK_TESTS))('%s', (_, compare) => {
  it('infinities - when there are some - then they rank as the largest and smallest values', () => {
    const finite = compare([-99, 1, 2, 99], [3, 4, 99, 99]);
    expect(compare([-Infinity, 1, 2, Infinity], [3, 4, Infinity, Infinity])).toEqual(finite);
  });
});

describe('tests at their limits', () => {
  it('constants - when both sides are one and the same - then nothing differs', () => {
    expect(kolmogorovSmirnov([2, 2, 2], [2, 2])).toMatchObject({ statistic: 0, pValue: 1 });
    expect(mannWhitney([2, 2, 2], [2, 2]).pValue).toBe(1);
    expect(mannWhitney([2, 2, 2], [2, 2], { continuityCorrection: false }).pValue).toBe(1);
    expect(studentT([2, 2, 2], [2, 2])).toMatchObject({ statistic: Number.NaN, pValue: Number.NaN });
    expectCode(() => andersonDarling([2, 2, 2], [2, 2]), 'CONSTANT_SAMPLE');
  });

  it('constants - when they differ - then the t statistic is infinite', () => {
    expect(studentT([3, 3], [2, 2])).toMatchObject({ statistic: Infinity, pValue: 0 });
  });

  it('tiny samples - when a formula needs more - then the error is coded', () => {
    expectCode(() => cramerVonMises([1], [2, 3]), 'SAMPLE_TOO_SMALL');
    expectCode(() => andersonDarling([1], [2, 3]), 'SAMPLE_TOO_SMALL');
    expectCode(() => studentT([1], [2, 3]), 'SAMPLE_TOO_SMALL');
    expectCode(() => studentT([1], [2], { equalVariances: true }), 'SAMPLE_TOO_SMALL');
    expect(kolmogorovSmirnov([1], [2])).toMatchObject({ statistic: 1, pValue: 1, method: 'exact' });
  });

  it('infinities - when a mean or a distance meets one - then the error is coded', () => {
    expectCode(() => studentT([1, Infinity], [2, 3]), 'INFINITE_VALUE');
    expectCode(() => wassersteinDistance([1, Infinity], [2, 3]), 'INFINITE_VALUE');
    expectCode(() => energyDistance([1, 2], [2, -Infinity]), 'INFINITE_VALUE');
  });

  it('exact Kolmogorov-Smirnov - when the sizes’ common multiple leaves 31 bits - then it is asymptotic', () => {
    const reference = Float64Array.from({ length: 70_001 }, (_, i) => i);
    const current = Float64Array.from({ length: 69_997 }, (_, i) => i);
    expect(kolmogorovSmirnov(reference, current, { method: 'exact' }).method).toBe('asymptotic');
  });

  it('one category - when it is all there is - then homogeneity is certain and fit undefined', () => {
    expect(chiSquareHomogeneity([5], [9])).toEqual({ statistic: 0, pValue: 1, degreesOfFreedom: 0 });
    expect(chiSquareGoodnessOfFit([5], [5]).pValue).toBeNaN();
  });

  it('an unseen category - when fit is tested - then it is impossible', () => {
    expect(chiSquareGoodnessOfFit([4, 1], [5, 0])).toMatchObject({ statistic: Infinity, pValue: 0 });
  });

  it('proportions - when none or all have the property - then nothing differs', () => {
    expect(zTestTwoProportions({ successes: 0, trials: 3 }, { successes: 0, trials: 9 }).pValue).toBe(1);
    expect(zTestTwoProportions({ successes: 3, trials: 3 }, { successes: 9, trials: 9 }).pValue).toBe(1);
  });
});

describe('counts that are none', () => {
  it.each<[name: string, run: () => unknown, code: StatisticsErrorCode]>([
    ['negative', () => chiSquareHomogeneity([-1, 2], [1, 2]), 'INVALID_COUNT'],
    ['missing', () => jensenShannonDistance([Number.NaN, 2], [1, 2]), 'INVALID_COUNT'],
    ['infinite', () => totalVariationDistance([Infinity, 2], [1, 2]), 'INVALID_COUNT'],
    ['of different number', () => jensenShannonDistance([1, 2], [1, 2, 3]), 'LENGTH_MISMATCH'],
    ['all zero', () => jensenShannonDistance([0, 0], [1, 2]), 'EMPTY_SAMPLE'],
    ['all zero in a test', () => chiSquareHomogeneity([1, 2], [0, 0]), 'EMPTY_SAMPLE'],
    ['of another sum than expected', () => chiSquareGoodnessOfFit([1, 2], [2, 2]), 'INVALID_COUNT'],
    [
      'not whole',
      () =>
        fisherExact([
          [1.5, 2],
          [3, 4],
        ]),
      'INVALID_COUNT',
    ],
    [
      'more successes than trials',
      () => zTestTwoProportions({ successes: 4, trials: 3 }, { successes: 1, trials: 3 }),
      'INVALID_COUNT',
    ],
    [
      'no trials',
      () => zTestTwoProportions({ successes: 0, trials: 0 }, { successes: 1, trials: 3 }),
      'EMPTY_SAMPLE',
    ],
    ['a p value above 1', () => correctPValues([0.5, 1.5], 'holm'), 'INVALID_OPTION'],
  ])('counts - when they are %s - then the error is coded', (_, run, code) => {
    expectCode(run, code);
  });
});

describe('distances at their limits', () => {
  it('histograms - when they have nothing in common - then the distance is the largest there is', () => {
    expect(jensenShannonDistance([3, 0], [0, 2])).toBeCloseTo(Math.sqrt(Math.LN2), 15);
    expect(totalVariationDistance([3, 0], [0, 2])).toBe(1);
    expect(populationStabilityIndex([3, 0], [0, 2])).toBe(Infinity);
    expect(kullbackLeiblerDivergence([3, 0], [2, 2])).toBeCloseTo(Math.LN2, 15);
    expect(kullbackLeiblerDivergence([2, 2], [3, 0])).toBe(Infinity);
  });

  it('Wasserstein - when a sample is shifted - then it is the shift', () => {
    expect(wassersteinDistance([1, 2, 3, 10], [4, 5, 6, 13])).toBe(3);
  });

  it('p values - when some are missing - then they stay so and do not count', () => {
    expect([...correctPValues([0.01, Number.NaN, 0.04], 'bonferroni')]).toEqual([0.02, Number.NaN, 0.08]);
    expect(correctPValues([], 'holm')).toHaveLength(0);
  });
});
