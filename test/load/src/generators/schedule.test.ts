import { describe, expect, test } from 'vitest';
import { dueTimes, percentile } from './schedule.ts';

describe('dueTimes', () => {
  test('dueTimes - when asked for 500 per second - then a request is due every 2 ms, and none after the end', () => {
    const due = dueTimes(500, 3);
    expect(due).toHaveLength(1500);
    expect([...due.slice(0, 3), due.at(-1)]).toEqual([0, 2, 4, 2998]);
  });
});

describe('percentile', () => {
  const sorted = Float64Array.from({ length: 1000 }, (_, index) => index + 1);
  test.each([
    [0.5, 500],
    [0.99, 990],
    [0.999, 999],
    [1, 1000],
  ])('percentile - when asked for the share %d of 1 to 1000 - then it is %d', (share, expected) => {
    expect(percentile(sorted, share)).toBe(expected);
  });
  test('percentile - when there is one sample - then every percentile is that one', () => {
    expect(percentile(Float64Array.of(7), 0.999)).toBe(7);
  });
});
