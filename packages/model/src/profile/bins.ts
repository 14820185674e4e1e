import type { FeatureSummary } from './schema.ts';

/** Values that are no number, or not one of a profile's kind. */
export const MISSING_BIN = 'missing';
/** Categories that the reference does not know. */
export const UNSEEN_BIN = 'unseen';

/** The bins of one feature, the same wherever values are counted: in a replica, in the monitor, in a report. */
export interface FeatureBins {
  /**
   * Values of a metric's label: the position from `01` for numbers, so that features share them, the name for categories;
   * then `unseen` (categories only) and `missing`.
   */
  readonly labels: readonly string[];
  /** The same for people: bins of numbers by their upper edge. */
  readonly titles: readonly string[];
  /** Share of the reference in each bin; together 1 but for rounding. */
  readonly reference: Float64Array;
  /** Position in `labels`; every value has one. */
  indexOf(value: unknown): number;
}

export function binsOf(summary: FeatureSummary): FeatureBins {
  return summary.kind === 'numeric' ? numericBins(summary) : categoryBins(summary);
}

function numericBins({ histogram, nulls, count }: Extract<FeatureSummary, { kind: 'numeric' }>): FeatureBins {
  const { edges, counts } = histogram;
  const rows = count + nulls;
  const missing = counts.length;
  return {
    labels: [...counts.map((_, bin) => String(bin + 1).padStart(2, '0')), MISSING_BIN],
    titles: [...edges.map((edge) => `≤ ${edge}`), `> ${edges.at(-1) ?? ''}`.trim(), MISSING_BIN],
    reference: Float64Array.from([...counts, nulls], (bin) => bin / rows),
    indexOf(value) {
      if (typeof value !== 'number' || !Number.isFinite(value)) return missing;
      // As the profile counts: edges[i - 1] < x <= edges[i]. Half of so few edges is found soonest by bisection.
      let [low, high] = [0, edges.length];
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (value <= (edges[middle] ?? 0)) high = middle;
        else low = middle + 1;
      }
      return low;
    },
  };
}

function categoryBins(summary: Extract<FeatureSummary, { kind: 'categorical' | 'boolean' }>): FeatureBins {
  const { categories, nulls, count } = summary;
  const names = Object.keys(categories);
  const positions = new Map(names.map((name, index) => [name, index]));
  const known = count / (count + nulls);
  const [unseen, missing] = [names.length, names.length + 1];
  return {
    labels: [...names, UNSEEN_BIN, MISSING_BIN],
    titles: [...names, UNSEEN_BIN, MISSING_BIN],
    reference: Float64Array.from([...Object.values(categories).map((share) => share * known), 0, 1 - known]),
    indexOf(value) {
      if (typeof value !== 'string' && typeof value !== 'boolean') return missing;
      return positions.get(String(value)) ?? unseen;
    },
  };
}
