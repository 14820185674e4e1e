import {
  MERCHANT_CATEGORIES,
  type MerchantCategory,
  type Transaction,
  type UserFeatures,
} from './transaction.ts';

/** Order of the model's inputs. Every model version of fraud-detection takes exactly these. */
export const FEATURE_NAMES = [
  'amount',
  'hour_of_day',
  'distance_from_home_km',
  'card_present',
  'account_age_days',
  'transactions_last_hour',
  'transactions_last_day',
  'average_amount_30d',
  'chargebacks_last_90d',
  'days_since_last_transaction',
  'amount_to_average_ratio',
  'merchant_category=grocery',
  'merchant_category=restaurant',
  'merchant_category=fuel',
  'merchant_category=fashion',
  'merchant_category=electronics',
  'merchant_category=travel',
  'merchant_category=gaming',
  'merchant_category=gift_cards',
] as const;

export type FeatureName = (typeof FEATURE_NAMES)[number];

export const FEATURE_COUNT = FEATURE_NAMES.length;

/** Position of the first of the one-hot merchant inputs; they follow the order of MERCHANT_CATEGORIES. */
export const FIRST_MERCHANT_INPUT = FEATURE_COUNT - MERCHANT_CATEGORIES.length;

const MERCHANT_INDEX: ReadonlyMap<MerchantCategory, number> = new Map(
  MERCHANT_CATEGORIES.map((category, index) => [category, index]),
);

/**
 * Writes the model's inputs for one row and returns the array written to.
 *
 * With `into` given nothing is allocated: a batch is filled row by row at `offset = row * FEATURE_COUNT`.
 * A merchant category that the model has never seen leaves all one-hot inputs at zero.
 *
 * @throws RangeError when `into` has no room for a whole row at `offset`.
 */
export function encodeFeatures(
  transaction: Transaction,
  userFeatures: UserFeatures,
  into: Float32Array = new Float32Array(FEATURE_COUNT),
  offset = 0,
): Float32Array {
  // Writes past the end of a typed array are dropped in silence.
  if (offset < 0 || offset + FEATURE_COUNT > into.length) {
    throw new RangeError(`a row of ${FEATURE_COUNT} does not fit at ${offset} of ${into.length}`);
  }
  into[offset] = transaction.amount;
  into[offset + 1] = transaction.hour_of_day;
  into[offset + 2] = transaction.distance_from_home_km;
  into[offset + 3] = transaction.card_present ? 1 : 0;
  into[offset + 4] = userFeatures.account_age_days;
  into[offset + 5] = userFeatures.transactions_last_hour;
  into[offset + 6] = userFeatures.transactions_last_day;
  into[offset + 7] = userFeatures.average_amount_30d;
  into[offset + 8] = userFeatures.chargebacks_last_90d;
  into[offset + 9] = userFeatures.days_since_last_transaction;
  into[offset + 10] = amountToAverageRatio(transaction.amount, userFeatures.average_amount_30d);
  // For so few numbers a loop is faster than fill().
  for (let index = offset + FIRST_MERCHANT_INPUT; index < offset + FEATURE_COUNT; index += 1) into[index] = 0;
  const merchant = MERCHANT_INDEX.get(transaction.merchant_category);
  if (merchant !== undefined) into[offset + FIRST_MERCHANT_INPUT + merchant] = 1;
  return into;
}

/** Averages below one euro count as one, so that a customer without history gives no infinite ratio. */
export function amountToAverageRatio(amount: number, averageAmount: number): number {
  return amount / Math.max(averageAmount, 1);
}
