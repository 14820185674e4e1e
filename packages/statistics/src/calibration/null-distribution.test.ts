import { describe, expect, it } from 'vitest';
import { Sfc32 } from '../random/sfc32.ts';
import { DrawnNull } from './null-distribution.ts';

const random = new Sfc32(5);
/** Half-normal: the simplest norm of a Gaussian, with P(S >= s) = 2 * (1 - Phi(s)). */
const halfNormal = new DrawnNull(Float64Array.from({ length: 20_000 }, () => Math.abs(random.normal())));

describe('DrawnNull', () => {
  it('pValue - when the score lies among the draws - then it is the share of draws at least as large', () => {
    const oneToThousand = new DrawnNull(Float64Array.from({ length: 1000 }, (_, index) => index + 1));
    expect(oneToThousand.pValue(901)).toBe(101 / 1001);
    expect(oneToThousand.pValue(901.5)).toBe(101 / 1001);
    expect(oneToThousand.pValue(0)).toBe(1);
    expect(oneToThousand.threshold(101 / 1001)).toBe(901);
    expect(oneToThousand.median).toBe(501);
  });

  it.each([
    [0.1, 1.645],
    [0.01, 2.576],
    [0.001, 3.291],
    [1e-4, 3.891],
    [1e-5, 4.417],
  ])(
    'threshold - when %f of a half-normal is wanted - then it is near the exact %f, beyond the draws too',
    (alpha, exact) => {
      // A tail from 100 draws is known to 10 %, so the score beyond them to about as much.
      expect(Math.abs(halfNormal.threshold(alpha) / exact - 1)).toBeLessThan(0.1);
    },
  );

  it.each([0.3, 0.05, 0.01, 0.0012, 0.001, 1e-4, 1e-7])(
    'threshold - when alpha is %f - then its p value is at most alpha, and that of any smaller score is not',
    (alpha) => {
      const threshold = halfNormal.threshold(alpha);
      expect(halfNormal.pValue(threshold)).toBeLessThanOrEqual(alpha * (1 + 1e-9));
      expect(halfNormal.pValue(threshold * 0.999)).toBeGreaterThan(alpha);
    },
  );

  it('threshold - when draws are tied - then it is the first drawn score that is rare enough', () => {
    const tied = new DrawnNull(Float64Array.from({ length: 1000 }, (_, index) => Math.floor(index / 100)));
    expect(tied.threshold(0.15)).toBe(9);
    expect(tied.pValue(9)).toBe(101 / 1001);
    expect(tied.threshold(0.2)).toBe(9);
    expect(tied.threshold(0.25)).toBe(8);
  });

  it('threshold - when all draws are equal - then no score is rarer than the draws can tell', () => {
    const constant = new DrawnNull(new Float64Array(1000));
    expect(constant.threshold(0.001)).toBe(Number.POSITIVE_INFINITY);
    expect(constant.pValue(1)).toBe(1 / 1001);
  });
});
