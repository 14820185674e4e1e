import type { UserFeatures } from './transaction.ts';

/**
 * Medians of the training data, for decisions without the feature service. The model then judges the
 * transaction alone. A test compares them with the data that the models were trained on.
 */
export const DEFAULT_USER_FEATURES: Readonly<UserFeatures> = Object.freeze({
  account_age_days: 432,
  transactions_last_hour: 0,
  transactions_last_day: 1,
  average_amount_30d: 71.03,
  chargebacks_last_90d: 0,
  days_since_last_transaction: 0.347,
});
