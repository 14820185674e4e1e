import Type, { type Static } from 'typebox';
import { Comparison, DriftReport } from './report.ts';

const Count = Type.Integer({ minimum: 0 });

/** A category that the reference never had. */
export const UnseenCategory = Type.Object({ category: Type.String(), rows: Count });

/** One column of two data sets. */
export const DatasetComparison = Type.Object({
  ...Comparison.properties,
  type: Type.Enum(['numeric', 'categorical']),
  /** Whether the values were compared, or how many of them are missing. */
  compared: Type.Enum(['values', 'missing_share']),
  /** With a method that decides by its p value: largest one that is drift. `threshold` is absent then. */
  p_value_threshold: Type.Optional(Type.Number()),
  reference_missing: Count,
  current_missing: Count,
  /** Most frequent first, at most twenty. */
  unseen_categories: Type.Array(UnseenCategory),
});
export type DatasetComparison = Static<typeof DatasetComparison>;

/** Two data sets compared column by column, once, by anybody: no model, no schedule. Times are ISO 8601. */
export const DatasetReport = Type.Object({
  title: Type.String(),
  created_at: Type.String(),
  /** Who decides: the calibration of this lab, or the tests and thresholds of Evidently. */
  mode: Type.Enum(['calibrated', 'evidently']),
  reference: DriftReport.properties.reference,
  current: Type.Object({ description: Type.String(), rows: Type.Integer() }),
  state: DriftReport.properties.state,
  /** Chance that the comparison calls any column drifted while none is; only `calibrated`. */
  alpha: Type.Optional(Type.Number()),
  /** Distance below which a difference is never drift, however sure; only `calibrated`. */
  smallest_distance: Type.Optional(Type.Number()),
  /** Share of drifted columns from which on the data set has drifted; only `evidently`. */
  drift_share: Type.Optional(Type.Number()),
  drifted_columns: Count,
  columns: Type.Array(DatasetComparison),
  not_compared: Type.Array(Type.Object({ name: Type.String(), reason: Type.String() })),
});
export type DatasetReport = Static<typeof DatasetReport>;
