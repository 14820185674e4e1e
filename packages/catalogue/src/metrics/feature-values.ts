/**
 * What drift in PromQL is computed from: each replica counts the values that its model sees in the bins of the model's
 * reference profile. Counts add up over any number of replicas; distances are recording rules.
 */
import { MAX_FEATURE_BINS, MAX_FEATURES, MAX_MODELS } from '../limits.ts';
import { counter, gauge } from '../metric.ts';

const bin = { model_name: MAX_MODELS, feature_name: MAX_FEATURES, bin: MAX_FEATURE_BINS } as const;

export const mlFeatureValuesTotal = counter({
  name: 'ml_feature_values_total',
  help: 'Values that the champion was given, by bin of its reference profile.',
  labels: bin,
});

export const mlFeatureReferenceRatio = gauge({
  name: 'ml_feature_reference_ratio',
  help: 'Share of the reference values in each bin; the same from every replica.',
  labels: bin,
});
