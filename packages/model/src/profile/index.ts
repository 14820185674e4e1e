export { ReferenceProfileError, readReferenceProfile } from './read.ts';
export {
  type CategoricalSummary,
  type FeatureSummary,
  type FixedHistogram,
  type NumericSummary,
  PROFILE_SCHEMA,
  type ReferenceProfile,
} from './schema.ts';
