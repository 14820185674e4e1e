import { describe, expect, it } from 'vitest';
import { MAX_RATE, surgeFactor } from './surge.ts';

describe('surgeFactor', () => {
  it('when the intensity goes from 0 to 1 - then the factor goes from 1 to the maximum', () => {
    expect([0, 0.5, 1].map((intensity) => surgeFactor(intensity, 11, 20))).toEqual([1, 6, 11]);
  });

  it('when the peak would exceed the limit of the generator - then the factor stays below', () => {
    expect(surgeFactor(1, 100, 200) * 200).toBe(MAX_RATE);
  });

  it('when the rate is 0 - then there is nothing to multiply and nothing breaks', () => {
    expect(surgeFactor(1, 10, 0)).toBe(10);
  });
});
