import { describe, expect, it } from 'vitest';
import { drawSample, type Recipe } from '../../test/sample-recipes.ts';
import { Sfc32 } from '../random/sfc32.ts';
import { countCategories } from './categories.ts';
import { countIntoBins, hasMoreDistinctThan, sturgesEdges } from './histogram.ts';
import { momentsOf } from './moments.ts';
import { sortInPlace } from './radix-sort.ts';
import { finiteValues, SortedSample } from './sorted-sample.ts';

const SORTED_RECIPES: [name: string, recipe: Recipe][] = [
  ['uniform', { shape: 'uniform', size: 20_000, seed: 1, offset: -0.5 }],
  ['far from zero', { shape: 'uniform', size: 20_000, seed: 2, offset: 1e9 }],
  ['far below zero', { shape: 'uniform', size: 20_000, seed: 3, offset: -1e9 }],
  ['denormal', { shape: 'bell', size: 20_000, seed: 4, scale: 1e-310 }],
  ['heavy tails', { shape: 'heavy', size: 20_000, seed: 5 }],
  ['few values', { shape: 'grid', size: 20_000, seed: 6, offset: -4 }],
  ['runs of one high word', { shape: 'uniform', size: 3000, seed: 7, offset: 1e5, scale: 1e-3 }],
  [
    'infinities and zeros',
    { shape: 'bell', size: 5000, seed: 8, special: { 1: '-Infinity', 2: '-0', 3: '0', 4: 'Infinity' } },
  ],
  ['short', { shape: 'bell', size: 10, seed: 9 }],
];

describe('sortInPlace', () => {
  it.each(SORTED_RECIPES)(
    'a sample - when it is %s - then its order is that of the native sort',
    (_, recipe) => {
      const values = drawSample(recipe);
      const native = values.toSorted();
      sortInPlace(values);
      expect(values.every((value, index) => Object.is(value, native[index]))).toBe(true);
    },
  );

  it('scratch memory - when it is longer than the sample and in use before - then nothing of it shows', () => {
    const scratch = new Float64Array(9000).fill(-7);
    const values = drawSample({ shape: 'bell', size: 4000, seed: 10 });
    const native = values.toSorted();
    sortInPlace(values, scratch);
    expect(values).toEqual(native);
  });

  it('a view into a larger array - when it is sorted - then its surroundings stay', () => {
    const whole = drawSample({ shape: 'bell', size: 6000, seed: 11 });
    const before = whole.slice();
    sortInPlace(whole.subarray(1000, 5000));
    expect(whole.subarray(0, 1000)).toEqual(before.subarray(0, 1000));
    expect(whole.subarray(5000)).toEqual(before.subarray(5000));
    expect(whole.subarray(1000, 5000)).toEqual(before.slice(1000, 5000).sort());
  });
});

describe('SortedSample', () => {
  it('missing values - when there are some - then they are left out and counted', () => {
    const sample = SortedSample.from([3, null, 1, undefined, Number.NaN, Number.NEGATIVE_INFINITY]);
    expect([...sample.values]).toEqual([Number.NEGATIVE_INFINITY, 1, 3]);
    expect(sample).toMatchObject({ missing: 3, size: 3, hasInfinities: true });
  });

  it('a copy - when it is sorted - then the caller’s array stays as it was, and an adopted one does not', () => {
    const given = Float64Array.of(3, 1, 2);
    SortedSample.from(given);
    expect([...given]).toEqual([3, 1, 2]);
    expect(SortedSample.adopt(given).values.buffer).toBe(given.buffer);
    expect([...given]).toEqual([1, 2, 3]);
  });

  it('a sample - when it is given in place of values - then it is not sorted again', () => {
    const sample = SortedSample.from([2, 1]);
    expect(SortedSample.from(sample)).toBe(sample);
  });

  it('values - when there are none - then the sample is empty, and the tests say so', () => {
    expect(SortedSample.from([null, Number.NaN])).toMatchObject({
      size: 0,
      missing: 2,
      hasInfinities: false,
    });
  });
});

describe('finiteValues', () => {
  it('infinities and missing values - when there are some - then the rest keeps its order', () => {
    expect([...finiteValues([2, Number.NaN, Infinity, 1, null, -Infinity, 3])]).toEqual([2, 1, 3]);
  });
});

describe('countCategories', () => {
  it('categories - when one is unseen and one has vanished - then both have a count of 0 on one side', () => {
    expect(countCategories(['a', 'b', null, 'a'], ['c', 'a'])).toEqual({
      categories: ['a', 'b', 'c'],
      reference: Float64Array.of(2, 1, 0),
      current: Float64Array.of(1, 0, 1),
    });
  });

  it('numbers - when they are and when they are not small and whole - then they are counted alike', () => {
    const random = new Sfc32(5);
    const codes = Float64Array.from({ length: 500 }, () => random.integerBelow(7));
    codes[3] = Number.NaN;
    const small = countCategories(codes, codes.subarray(0, 100));
    const large = countCategories(
      codes.map((code) => code + 1e6),
      codes.subarray(0, 100).map((code) => code + 1e6),
    );
    const byCategory = (counts: typeof small, shift: number) =>
      new Map(
        counts.categories.map((category, i) => [
          Number(category) - shift,
          [counts.reference[i], counts.current[i]],
        ]),
      );
    expect(byCategory(large, 1e6)).toEqual(byCategory(small, 0));
  });

  it('a side - when it has no values - then the error is coded', () => {
    expect(() => countCategories(['a'], [null])).toThrowError(
      expect.objectContaining({ code: 'EMPTY_SAMPLE' }),
    );
  });
});

describe('histograms', () => {
  it.each([
    { values: [], code: 'EMPTY_SAMPLE' },
    { values: [1, Number.NaN], code: 'MISSING_VALUE' },
    { values: [1, Infinity], code: 'INFINITE_VALUE' },
  ])('edges - when the values are $values - then the error is $code', ({ values, code }) => {
    expect(() => sturgesEdges([Float64Array.from(values)])).toThrowError(expect.objectContaining({ code }));
  });

  it('whole numbers - when they are stored as integers - then no bin is narrower than 1', () => {
    const values = Float64Array.from({ length: 2000 }, (_, i) => i % 4);
    expect(sturgesEdges([values], 'integer')).toHaveLength(3 + 1);
    expect(sturgesEdges([values], 'float')).toHaveLength(12 + 1);
  });

  it('values - when they are on an edge, outside or missing - then only the last bin holds its upper edge', () => {
    const counts = countIntoBins(Float64Array.of(0, 1, 2, 3, -1, 4, Number.NaN), Float64Array.of(0, 1, 3));
    expect([...counts]).toEqual([1, 3]);
  });

  it('distinct values - when there are as many as the limit - then there are not more', () => {
    expect(hasMoreDistinctThan(2, Float64Array.of(1, 2, 1))).toBe(false);
    expect(hasMoreDistinctThan(1, Float64Array.of(1, 2, 1))).toBe(true);
  });
});

describe('momentsOf', () => {
  it('values - when they are far from zero - then the variance keeps its digits', () => {
    const { mean, sumOfSquares } = momentsOf(Float64Array.of(1e15 + 1, 1e15 + 2, 1e15 + 3));
    expect(mean).toBe(1e15 + 2);
    expect(sumOfSquares).toBe(2);
  });
});

describe('countIntoBins on and beside edges', () => {
  it.each([
    ['equal bins', sturgesEdges([Float64Array.of(-3.7, 11.1)])],
    ['bins far from zero', Float64Array.from({ length: 24 }, (_, edge) => 1e15 + 3 * edge)],
    [
      'bins of a few units in the last place',
      Float64Array.from({ length: 9 }, (_, edge) => 1 + edge * 2 ** -51),
    ],
    ['denormal bins', Float64Array.from({ length: 9 }, (_, edge) => edge * 7 * Number.MIN_VALUE)],
    ['unequal bins', Float64Array.of(0, 1e-9, 1, 5, 5.5, 1000)],
    ['huge bins', Float64Array.of(-1e308, 0, 1e307, 1e308)],
  ])(
    '%s - when values lie on, below and above every edge - then each is where the edges put it',
    (_, edges) => {
      const values = Float64Array.from(
        [...edges].flatMap((edge, index) => {
          const step = ulpOf(edge);
          const middle = edge / 2 + (edges[index + 1] ?? edge) / 2;
          return [
            edge - 2 * step,
            edge - step,
            edge,
            edge + step,
            edge + 2 * step,
            middle,
            Number.NaN,
            -edge - 1,
          ];
        }),
      );
      const expected = new Float64Array(edges.length - 1);
      const last = edges.length - 2;
      for (const value of values) {
        const bin = expected.findIndex(
          (_count, index) =>
            value >= (edges[index] as number) &&
            (value < (edges[index + 1] as number) || (index === last && value === edges[last + 1])),
        );
        if (bin >= 0) expected[bin] = (expected[bin] as number) + 1;
      }
      // Shifted so that every value takes every place among the four.
      for (const shift of [0, 1, 2, 3]) {
        expect(
          countIntoBins(Float64Array.from([...new Array(shift).fill(Number.NaN), ...values]), edges),
        ).toEqual(expected);
      }
    },
  );
});

function ulpOf(value: number): number {
  return Math.max(Number.MIN_VALUE, Math.abs(value) * 2 ** -52);
}
