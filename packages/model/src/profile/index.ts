export { binsOf, type FeatureBins, MISSING_BIN, UNSEEN_BIN } from './bins.ts';
export { ReferenceProfileError, readReferenceProfile } from './read.ts';
export {
  type CategoricalSummary,
  type FeatureSummary,
  type FixedHistogram,
  type NumericSummary,
  PROFILE_SCHEMA,
  type ReferenceProfile,
} from './schema.ts';
