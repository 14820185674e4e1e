/**
 * Drift over any number of replicas: each counts what its model is given in the bins of the reference profile; counts add
 * up, and Prometheus computes the distances. Equal to `@lab/statistics` over the rows of all replicas together, and to the
 * monitor's bins: `apps/monitor/src/drift-over-replicas.test.ts` runs two replicas, a Prometheus and a monitor.
 */
import { mlFeatureReferenceRatio, mlFeatureValuesTotal } from '../metrics/feature-values.ts';
import { increase, maxBy, select, sumBy } from '../promql.ts';
import { type RecordingRuleGroup, record } from './recording-rule.ts';

const FEATURE = ['model_name', 'feature_name'] as const;
const BIN = [...FEATURE, 'bin'] as const;
/**
 * Share that an emptier bin counts as in PSI, as Evidently fills empty ones; without it one empty bin makes the index
 * infinite.
 */
const EMPTY_SHARE = '0.0001';
/** Any positive number: 0 * ln(0) is NaN, 0 * ln(something) is the 0 that a distance means. */
const ABOVE_ZERO = '1e-300';

export const featureBinRatio = record(
  'feature:ml_feature_values:ratio_increase1h',
  BIN,
  'Share of the values of the last hour in each bin, over all replicas, 0 to 1; absent without values.',
  `${sumBy(BIN, increase(mlFeatureValuesTotal, '1h'))}
/ on (${FEATURE.join(', ')}) group_left ()
(${sumBy(FEATURE, increase(mlFeatureValuesTotal, '1h'))} > 0)`,
);

export const featureReferenceRatio = record(
  'feature:ml_feature_reference:ratio',
  BIN,
  'Share of the reference in each bin, 0 to 1; the same from every replica.',
  maxBy(BIN, select(mlFeatureReferenceRatio)),
);

const current = select(featureBinRatio);
const reference = select(featureReferenceRatio);
const logRatio = (above: string, below: string): string => `ln(${above} / ${below})`;

const filled = (share: string): string => `clamp_min(${share}, ${EMPTY_SHARE})`;

export const featurePsi = record(
  'feature:ml_feature_psi:increase1h',
  FEATURE,
  'Population stability index of the last hour against the reference, over all replicas; 0.1 is moderate, 0.25 much.',
  sumBy(
    FEATURE,
    `(${filled(current)} - ${filled(reference)}) * ${logRatio(filled(current), filled(reference))}`,
  ),
);

/** p ln(2p / (p + q)), and 0 where p is 0. */
const towardsMean = (share: string, other: string): string =>
  `${share} * ${logRatio(`clamp_min(2 * ${share}, ${ABOVE_ZERO})`, `clamp_min(${share} + ${other}, ${ABOVE_ZERO})`)}`;

export const featureJensenShannon = record(
  'feature:ml_feature_jensen_shannon:increase1h',
  FEATURE,
  'Jensen-Shannon distance of the last hour from the reference, over all replicas; 0 to 0.8326 (natural logarithm).',
  `sqrt(clamp_min(${sumBy(FEATURE, `${towardsMean(current, reference)} + ${towardsMean(reference, current)}`)}, 0) / 2)`,
);

export const driftRules: RecordingRuleGroup = {
  name: 'drift',
  rules: [featureBinRatio, featureReferenceRatio, featurePsi, featureJensenShannon],
};
