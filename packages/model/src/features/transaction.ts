// What is known about a payment when it must be decided: the transaction itself and what the feature service
// knows about the customer. Wire names, therefore snake case.

export const MERCHANT_CATEGORIES = [
  'grocery',
  'restaurant',
  'fuel',
  'fashion',
  'electronics',
  'travel',
  'gaming',
  'gift_cards',
] as const;

export type MerchantCategory = (typeof MERCHANT_CATEGORIES)[number];

export interface Transaction {
  transaction_id: string;
  user_id: string;
  /** EUR, above 0, two decimals. */
  amount: number;
  merchant_category: MerchantCategory;
  /** Local hour of the customer, 0 to 23. */
  hour_of_day: number;
  /** Kilometres between the customer's home and the terminal or device. */
  distance_from_home_km: number;
  /** False for a payment over the network. */
  card_present: boolean;
}

/** As of just before the transaction. */
export interface UserFeatures {
  account_age_days: number;
  transactions_last_hour: number;
  transactions_last_day: number;
  /** EUR, exponentially weighted with a time constant of 30 days. */
  average_amount_30d: number;
  chargebacks_last_90d: number;
  days_since_last_transaction: number;
}

export const USER_FEATURE_NAMES = [
  'account_age_days',
  'transactions_last_hour',
  'transactions_last_day',
  'average_amount_30d',
  'chargebacks_last_90d',
  'days_since_last_transaction',
] as const satisfies readonly (keyof UserFeatures)[];
