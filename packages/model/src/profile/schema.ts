// The reference profile: what the inputs and the score of a model version look like when nothing has drifted.
// Measured on held-out data, so that the score is not the flattered one of the training rows.

export const PROFILE_SCHEMA = 'ml-observability-lab/reference-profile/v1';

interface SummaryBase {
  name: string;
  /** Rows measured. */
  count: number;
  /** Rows without a value. */
  nulls: number;
}

/** Counts between fixed edges: counts[0] is x <= edges[0], counts[i] is edges[i-1] < x <= edges[i], the last is x > all. */
export interface FixedHistogram {
  /** Ascending; one fewer than `counts`. */
  edges: number[];
  counts: number[];
}

export interface NumericSummary extends SummaryBase {
  kind: 'numeric';
  min: number;
  max: number;
  mean: number;
  /** Of the population: squared deviations divided by the count. */
  std: number;
  /** Keyed by the share below, such as "0.5"; nearest rank. */
  quantiles: Record<string, number>;
  histogram: FixedHistogram;
}

/** Also for booleans, with the categories `true` and `false`. */
export interface CategoricalSummary extends SummaryBase {
  kind: 'categorical' | 'boolean';
  /** Share of each category; they sum to 1 but for rounding. */
  categories: Record<string, number>;
}

export type FeatureSummary = NumericSummary | CategoricalSummary;

export interface ReferenceProfile {
  schema: typeof PROFILE_SCHEMA;
  model_name: string;
  model_version: string;
  rows: number;
  /**
   * Named as in the request, not as the model's inputs: one `merchant_category` instead of eight one-hot inputs,
   * and `amount_to_average_ratio` beside the values that it is made of.
   */
  features: FeatureSummary[];
  /** The same for the score, named `probability`. */
  prediction: NumericSummary;
  /** Whole rows drawn at random without replacement, by column: sample.amount[i] and sample.probability[i] belong together. */
  sample: Record<string, (number | string)[]>;
}
