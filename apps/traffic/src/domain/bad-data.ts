import type { Transaction, UserFeatures } from '@lab/model/world';

type Body = Record<string, unknown>;

/**
 * What goes wrong in callers: the first four are refused (4xx), the last three are valid messages with values that
 * only data-quality monitoring can object to.
 */
const SPOILERS: readonly ((transaction: Transaction) => Body)[] = [
  (transaction) => ({ ...transaction, amount: -transaction.amount }),
  (transaction) => ({ ...transaction, hour_of_day: transaction.hour_of_day + 24 }),
  (transaction) => ({ ...transaction, distance_from_home_km: 'far' }),
  ({ user_id: _, ...anonymous }) => anonymous,
  (transaction) => ({ ...transaction, merchant_category: 'crypto_exchange' }),
  (transaction) => ({ ...transaction, amount: Math.min(transaction.amount * 1000, 1_000_000) }),
  (transaction) => ({ ...transaction, distance_from_home_km: 20_015 }),
];

/** What goes wrong in feature pipelines: one for each check of the feature service that a writer can fail by value. */
const FEATURE_SPOILERS: readonly ((features: UserFeatures) => FeatureValues)[] = [
  (features) => ({ ...features, account_age_days: null }),
  (features) => ({ ...features, average_amount_30d: -1 }),
  (features) => ({ ...features, transactions_last_hour: features.transactions_last_hour + 0.5 }),
  (features) => ({ ...features, average_amount_90d: features.average_amount_30d }),
];

export type FeatureValues = Record<string, number | null>;

/** @param draw uniform over [0, 1); chooses the kind */
export function spoilTransaction(transaction: Transaction, draw: number): Body {
  return SPOILERS[Math.floor(draw * SPOILERS.length)]?.(transaction) ?? { ...transaction };
}

/** @param draw uniform over [0, 1); chooses the kind */
export function spoilFeatures(features: UserFeatures, draw: number): FeatureValues {
  return FEATURE_SPOILERS[Math.floor(draw * FEATURE_SPOILERS.length)]?.(features) ?? { ...features };
}
