export { DEFAULT_USER_FEATURES } from './defaults.ts';
export {
  amountToAverageRatio,
  encodeFeatures,
  FEATURE_COUNT,
  FEATURE_NAMES,
  type FeatureName,
} from './encode.ts';
export {
  MERCHANT_CATEGORIES,
  type MerchantCategory,
  type Transaction,
  USER_FEATURE_NAMES,
  type UserFeatures,
} from './transaction.ts';
