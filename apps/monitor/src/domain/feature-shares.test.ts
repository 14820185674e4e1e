import type { Explanation } from '@lab/contracts';
import { describe, expect, test } from 'vitest';
import { evenly, featureShares } from './feature-shares.ts';

const explanation = (contributions: Record<string, number>): Explanation => ({
  method: 'sampled_shapley',
  baseline: 0.1,
  score: 0.2,
  contributions: Object.entries(contributions).map(([feature_name, contribution]) => ({
    feature_name,
    value: 1,
    contribution,
    standard_error: 0,
  })),
});

describe('featureShares', () => {
  test('when a feature raises one score and lowers another - then its share counts both, and its mean neither', () => {
    const shares = featureShares([explanation({ a: 0.3, b: 0.1 }), explanation({ a: -0.3, b: 0.1 })]);
    expect(shares.map(({ feature_name }) => feature_name)).toEqual(['a', 'b']);
    expect(shares[0]?.share).toBeCloseTo(0.75, 12);
    expect(shares[0]?.mean_contribution).toBe(0);
    expect(shares[0]?.mean_absolute_contribution).toBeCloseTo(0.3, 12);
    expect(shares[1]?.share).toBeCloseTo(0.25, 12);
    expect(shares[1]?.mean_contribution).toBeCloseTo(0.1, 12);
  });

  test('when nothing moved any score - then nobody has a share of it', () => {
    expect(featureShares([explanation({ a: 0, b: 0 })])).toEqual([]);
    expect(featureShares([])).toEqual([]);
  });
});

describe('evenly', () => {
  test('when there are more than wanted - then they are taken from everywhere', () => {
    expect(evenly([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 5)).toEqual([1, 3, 5, 7, 9]);
    expect(evenly([1, 2], 5)).toEqual([1, 2]);
  });
});
