import Type, { type Static } from 'typebox';

const State = Type.Enum(['ok', 'warning', 'drift', 'insufficient_data']);
const Share = Type.Number({ minimum: 0, maximum: 1 });

/** One bin of a distribution: its name in metrics and for people, and the share of either side in it. */
export const Bin = Type.Object({
  label: Type.String(),
  title: Type.Optional(Type.String()),
  reference: Share,
  current: Share,
});

/** One column compared with its reference. What was not measured, for want of data, is absent. */
export const Comparison = Type.Object({
  name: Type.String(),
  state: State,
  /** What the statistic is, such as `kolmogorov_smirnov`. */
  method: Type.String(),
  /** 0 to 1; 0.5 is the warning threshold, 0.7 the drift threshold. */
  score: Type.Optional(Share),
  statistic: Type.Optional(Type.Number()),
  /** Value of the statistic from which this is drift, at this size of window and in this run. */
  threshold: Type.Optional(Type.Number()),
  warning_threshold: Type.Optional(Type.Number()),
  /** Before the control of false discoveries. */
  p_value: Type.Optional(Share),
  /** What of the statistic noise alone does not explain. */
  effect_size: Type.Optional(Type.Number()),
  reference_samples: Type.Integer(),
  current_samples: Type.Integer(),
  /** Independent values that know as much as the current ones, which may share customers. */
  effective_samples: Type.Optional(Type.Number()),
  /** Effective samples from which drift could be called; only with `insufficient_data`. */
  needed_samples: Type.Optional(Type.Number()),
  bins: Type.Array(Bin),
});
export type Comparison = Static<typeof Comparison>;
export type ComparisonState = Comparison['state'];

export const SegmentComparison = Type.Object({
  segment: Type.String(),
  state: State,
  /** Largest score of its features. */
  score: Type.Optional(Share),
  /** The feature that it is the score of. */
  feature_name: Type.Optional(Type.String()),
  current_samples: Type.Integer(),
});
export type SegmentComparison = Static<typeof SegmentComparison>;

/** A window of data held against a reference, and what was found. Times are ISO 8601. */
export const DriftReport = Type.Object({
  id: Type.String(),
  title: Type.String(),
  created_at: Type.String(),
  model_name: Type.Optional(Type.String()),
  model_version: Type.Optional(Type.String()),
  trace_id: Type.Optional(Type.String()),
  reference: Type.Object({ description: Type.String(), rows: Type.Integer() }),
  current: Type.Object({
    description: Type.String(),
    rows: Type.Integer(),
    from: Type.Optional(Type.String()),
    to: Type.Optional(Type.String()),
  }),
  /** Chance that a run calls anything drifted while nothing is. */
  alpha: Type.Number(),
  accepted_false_alarms_per_day: Type.Optional(Type.Number()),
  state: State,
  /** What kind of drift was found: of inputs, of outputs, of the relation between score and label. */
  kinds: Type.Array(Type.Enum(['covariate', 'prediction', 'concept'])),
  features: Type.Array(Comparison),
  outputs: Type.Array(Comparison),
  concept: Type.Optional(Comparison),
  segments: Type.Array(SegmentComparison),
  /** The same features against the model's last days instead of its training data; none while these are too few rows. */
  recent: Type.Optional(
    Type.Object({ description: Type.String(), rows: Type.Integer(), features: Type.Array(Comparison) }),
  ),
});
export type DriftReport = Static<typeof DriftReport>;

const BY_SEVERITY: readonly ComparisonState[] = ['insufficient_data', 'ok', 'warning', 'drift'];

/** The most severe of the states; `insufficient_data` only where nothing could be measured. */
export function worstState(states: Iterable<ComparisonState>): ComparisonState {
  let worst = 0;
  for (const state of states) worst = Math.max(worst, BY_SEVERITY.indexOf(state));
  return BY_SEVERITY[worst] ?? 'insufficient_data';
}
