import { encodeFeatures, FEATURE_COUNT, MERCHANT_CATEGORIES } from '@lab/model/features';
import type { LabelledRows } from '@lab/model/training';
import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';

const Value = Type.Number({ minimum: -1e9, maximum: 1e9 });

/** The features of a prediction event, as far as a model takes them in. */
const EventFeatures = Type.Object({
  amount: Value,
  merchant_category: Type.Enum([...MERCHANT_CATEGORIES]),
  hour_of_day: Value,
  distance_from_home_km: Value,
  card_present: Type.Boolean(),
  account_age_days: Value,
  transactions_last_hour: Value,
  transactions_last_day: Value,
  average_amount_30d: Value,
  chargebacks_last_90d: Value,
  days_since_last_transaction: Value,
});
type EventFeatures = Static<typeof EventFeatures>;
const checked = Compile(EventFeatures);

/** A prediction whose truth is known. */
export interface LabelledEvent {
  /** Milliseconds since the epoch. */
  readonly predictedAt: number;
  readonly features: unknown;
  readonly isFraud: boolean;
}

/** Rows as models take them, oldest first; events whose values no model was made for are left out. */
export function rowsOf(events: readonly LabelledEvent[]): LabelledRows {
  const usable = events.filter(({ features }) => checked.Check(features));
  const features = new Float32Array(usable.length * FEATURE_COUNT);
  for (const [row, event] of usable.entries()) {
    const values = event.features as EventFeatures;
    encodeFeatures({ transaction_id: '', user_id: '', ...values }, values, features, row * FEATURE_COUNT);
  }
  return {
    rows: usable.length,
    features,
    labels: Uint8Array.from(usable, ({ isFraud }) => (isFraud ? 1 : 0)),
  };
}

export const slice = ({ features, labels }: LabelledRows, from: number, to: number): LabelledRows => ({
  rows: to - from,
  features: features.slice(from * FEATURE_COUNT, to * FEATURE_COUNT),
  labels: labels.slice(from, to),
});

export const frauds = ({ labels }: LabelledRows): number => labels.reduce((sum, label) => sum + label, 0);
