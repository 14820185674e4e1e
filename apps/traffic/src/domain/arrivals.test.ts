import { Xoshiro128 } from '@lab/model/random';
import { describe, expect, it } from 'vitest';
import { Arrivals } from './arrivals.ts';
import { DailyRate } from './daily-rate.ts';

const arrivals = (rate: number, amplitude = 0, day = 86_400, seed = 1): Arrivals =>
  new Arrivals(new DailyRate(rate, amplitude, day), Xoshiro128.seeded(seed));

const takeUntil = (process: Arrivals, end: number): number[] => {
  const moments: number[] = [];
  while (process.next <= end) moments.push(process.take());
  return moments;
};

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe('Arrivals', () => {
  it('take - when the rate is flat - then gaps are exponential with the mean of the rate', () => {
    const moments = takeUntil(arrivals(20), 2000);
    const gaps = moments.map((moment, index) => moment - (moments[index - 1] ?? 0));
    // 40,000 expected: five standard errors of a count are 1,000, of a mean gap 2.5 %.
    expect(moments.length).toBeGreaterThan(39_000);
    expect(moments.length).toBeLessThan(41_000);
    const average = mean(gaps);
    const deviation = Math.sqrt(mean(gaps.map((gap) => (gap - average) ** 2)));
    expect(deviation / average).toBeGreaterThan(0.96);
    expect(deviation / average).toBeLessThan(1.04);
    // An exponential gap is above its mean in 1/e of the cases.
    expect(gaps.filter((gap) => gap > average).length / gaps.length).toBeCloseTo(1 / Math.E, 1);
  });

  it('take - when the day has a shape - then each quarter gets its share of the cumulative rate', () => {
    const day = 1000;
    const moments = takeUntil(arrivals(40, 0.5, day), day);
    for (const quarter of [0, 1, 2, 3]) {
      const from = (quarter * day) / 4;
      const expected = new DailyRate(40, 0.5, day).between(from, from + day / 4);
      const seen = moments.filter((moment) => moment > from && moment <= from + day / 4).length;
      expect(Math.abs(seen - expected)).toBeLessThan(5 * Math.sqrt(expected));
    }
  });

  it('take - when the seed is the same - then gives the same moments, and others for another seed', () => {
    const [first, again, other] = [7, 7, 8].map((seed) => takeUntil(arrivals(20, 0.2, 86_400, seed), 60));
    expect(first).toEqual(again);
    expect(first).not.toEqual(other);
  });

  it('next - when the rate is 0 - then nobody comes', () => {
    expect(arrivals(0).next).toBe(Number.POSITIVE_INFINITY);
  });

  it('setFactor - when switched on and off - then only the time between is denser', () => {
    const process = arrivals(20);
    const before = takeUntil(process, 100);
    process.setFactor(5, 100);
    const during = takeUntil(process, 200);
    process.setFactor(1, 200);
    const after = takeUntil(process, 300);
    expect(before).toEqual(takeUntil(arrivals(20), 100));
    expect(during.length / 10_000).toBeCloseTo(1, 1);
    expect(after.length / 2000).toBeCloseTo(1, 0);
    expect(during.every((moment) => moment > 100 && moment <= 200)).toBe(true);
    expect(after.every((moment) => moment > 200)).toBe(true);
  });

  it('setFactor - when an arrival is overdue - then it keeps its moment', () => {
    const process = arrivals(1);
    const due = process.next;
    process.setFactor(100, due + 50);
    expect(process.take()).toBeCloseTo(due, 6);
  });
});

describe('DailyRate', () => {
  it('momentOf - when asked for an expected number - then between gives that number back', () => {
    const rate = new DailyRate(20, 0.95, 600);
    for (const from of [0, 100, 449, 450, 599]) {
      for (const expected of [0.001, 1, 30, 1000]) {
        expect(rate.between(from, rate.momentOf(expected, from))).toBeCloseTo(expected, 3);
      }
    }
  });

  it('between - when it spans a day - then the amplitude cancels out', () => {
    expect(new DailyRate(20, 0.7, 600).between(37, 637)).toBeCloseTo(12_000, 6);
  });
});
