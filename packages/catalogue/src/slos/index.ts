import type { SloSpec } from '@lab/slo';
import { freshness } from './data.ts';
import { accuracy, driftFree } from './model-quality.ts';
import { availability, featureCoverage, latencyP95, latencyP99, throughput } from './serving.ts';

export { budgetAlerts, budgetRecordings } from './alerts.ts';
export { freshness } from './data.ts';
export { accuracy, driftFree } from './model-quality.ts';
export {
  availability,
  featureCoverage,
  latencyP95,
  latencyP99,
  MINIMUM_PREDICTIONS_PER_SECOND,
  throughput,
} from './serving.ts';

/** How long infra/prometheus/prometheus.yml keeps samples; a test compares the two. */
export const RETENTION = '35d';

/** The lab's objectives. */
export const SLOS: readonly SloSpec[] = [
  availability,
  latencyP95,
  latencyP99,
  throughput,
  featureCoverage,
  accuracy,
  driftFree,
  freshness,
];
