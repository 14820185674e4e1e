import { describe, expect, test } from 'vitest';
import { spreadOf } from './spread.ts';

describe('spreadOf', () => {
  test('spreadOf - when there is an odd number of rounds - then the median is the middle one', () => {
    expect(spreadOf([3, 1, 10])).toEqual({ min: 1, median: 3, max: 10 });
  });
  test('spreadOf - when there is an even number of rounds - then the median lies between the middle two', () => {
    expect(spreadOf([4, 1, 10, 3])).toEqual({ min: 1, median: 3.5, max: 10 });
  });
  test('spreadOf - when nothing was measured - then it throws instead of inventing a figure', () => {
    expect(() => spreadOf([])).toThrow(RangeError);
  });
});
