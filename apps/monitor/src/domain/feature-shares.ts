import type { Explanation } from '@lab/contracts';

/** What one feature has to do with the scores of many predictions. */
export interface FeatureShare {
  readonly feature_name: string;
  /** Of the mean size of all contributions, 0 to 1; all features add up to 1. */
  readonly share: number;
  /** Mean size of the contribution, in units of the score. */
  readonly mean_absolute_contribution: number;
  /** Mean of the contribution: which way the feature moves scores now, against the reference. */
  readonly mean_contribution: number;
}

/**
 * Features by the mean size of their Shapley values: a feature that raises some scores and lowers others matters, though
 * its contributions cancel.
 * @returns largest first; empty where nothing moved any score
 */
export function featureShares(explanations: readonly Explanation[]): FeatureShare[] {
  const sums = new Map<string, { size: number; signed: number }>();
  for (const { contributions } of explanations) {
    for (const { feature_name, contribution } of contributions) {
      const sum = sums.get(feature_name) ?? { size: 0, signed: 0 };
      sum.size += Math.abs(contribution);
      sum.signed += contribution;
      sums.set(feature_name, sum);
    }
  }
  const total = [...sums.values()].reduce((all, { size }) => all + size, 0);
  if (total === 0) return [];
  return [...sums]
    .map(([feature_name, { size, signed }]) => ({
      feature_name,
      share: size / total,
      mean_absolute_contribution: size / explanations.length,
      mean_contribution: signed / explanations.length,
    }))
    .sort((a, b) => b.share - a.share);
}

/** `count` of the items at even distances: as recent and as early ones as there are. */
export function evenly<Item>(items: readonly Item[], count: number): Item[] {
  if (items.length <= count) return [...items];
  return Array.from(
    { length: count },
    (_, index) => items[Math.floor(((index + 0.5) * items.length) / count)] as Item,
  );
}
