import { expect, test } from 'vitest';
import { histogramBound } from './histogram-bound.ts';

test.each([
  [0, '0.0'],
  [0.5, '0.5'],
  [1, '1.0'],
  [2.5, '2.5'],
  [10, '10.0'],
  [-1, '-1.0'],
  [0.0001, '0.0001'],
  [0.00001, '1e-05'],
  [0.000025, '2.5e-05'],
  [100_000, '100000.0'],
  [1_000_000, '1e+06'],
  [1_234_567, '1.234567e+06'],
  [1e100, '1e+100'],
  [Number.POSITIVE_INFINITY, '+Inf'],
])('bound - when a bucket ends at %d - then Prometheus 3 calls it %s', (value, le) => {
  expect(histogramBound(value)).toBe(le);
});

test('bound - when it is not a number - then it refuses', () => {
  expect(() => histogramBound(Number.NaN)).toThrow(RangeError);
});
