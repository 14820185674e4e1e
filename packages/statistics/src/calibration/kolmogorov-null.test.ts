import { describe, expect, it } from 'vitest';
import { Sfc32 } from '../random/sfc32.ts';
import { drawNull } from './draw-null.ts';
import { KolmogorovNull, kolmogorovNull } from './kolmogorov-null.ts';
import { DrawnNull } from './null-distribution.ts';
import { numericMeasure } from './numeric-measure.ts';

describe('KolmogorovNull', { timeout: 60_000 }, () => {
  // scipy 1.17: the exact two-sided p value of ks_2samp at statistic 1 is 2 / C(m + n, n).
  it('pValue - when the samples share nothing - then it is two of all orders', () => {
    expect(new KolmogorovNull(10, 3).pValue(1)).toBeCloseTo(2 / 286, 12);
  });

  it.each([
    [500, 20, 500],
    [7, 7, 7],
    [1000, 137, 137_000],
    [30_000, 400, 30_000],
  ])(
    'threshold - when %i meet %i values - then its p value is at most alpha, and that of one step of 1 / %i less is not',
    (reference, window, steps) => {
      const distribution = new KolmogorovNull(reference, window);
      for (const alpha of [0.5, 0.05, 1e-3, 1e-6].filter((level) => level >= distribution.pValue(1))) {
        const threshold = distribution.threshold(alpha);
        expect(distribution.pValue(threshold)).toBeLessThanOrEqual(alpha);
        expect(distribution.pValue(threshold - 1 / steps)).toBeGreaterThan(alpha);
      }
    },
  );

  it('threshold - when no score is so rare - then there is none', () => {
    expect(new KolmogorovNull(100, 1).threshold(0.001)).toBe(Number.POSITIVE_INFINITY);
  });

  it('kolmogorovNull - when sizes are asked for again - then it is the same, and many others let go of it', () => {
    const first = kolmogorovNull(100, 1);
    expect(kolmogorovNull(100, 1)).toBe(first);
    for (let windowSize = 2; windowSize < 40; windowSize += 1) kolmogorovNull(100, windowSize);
    expect(kolmogorovNull(100, 1)).not.toBe(first);
  });

  it('distribution - when scores are drawn from a continuous reference instead - then they agree', () => {
    const random = new Sfc32(8);
    const measure = numericMeasure(
      Float64Array.from({ length: 600 }, () => random.normal()),
      'kolmogorov_smirnov',
    );
    const exact = measure.exactNull?.(90);
    const drawn = new DrawnNull(drawNull(measure, { windowSize: 90, draws: 4000, seed: 1 }));
    expect(Math.abs(drawn.median / (exact?.median ?? 0) - 1)).toBeLessThan(0.05);
    for (const alpha of [0.5, 0.1, 0.01, 1e-4]) {
      expect(Math.abs(drawn.threshold(alpha) / (exact?.threshold(alpha) ?? 0) - 1)).toBeLessThan(0.08);
    }
    expect(numericMeasure([1, 1, 2, 3], 'kolmogorov_smirnov').exactNull).toBeUndefined();
    expect(numericMeasure([1, 2, 3, 4], 'wasserstein').exactNull).toBeUndefined();
  });
});
