import { dataLastUpdatedTimestamp, dataQualityFailedChecksTotal } from '../metrics/features.ts';
import {
  mlPipelineIntervalSeconds,
  mlPipelineLastSuccessTimestampSeconds,
  mlPipelineRunningSinceTimestampSeconds,
  mlPipelineRunsTotal,
} from '../metrics/pipelines.ts';
import { increase, maxBy, select, sumBy } from '../promql.ts';
import type { Alert, AlertGroup } from './alert.ts';

const features = (panel: string) => ({ dashboard: 'feature-service', panel });
const pipelines = (panel: string) => ({ dashboard: 'ml-performance', panel });
const PIPELINE = ['service', 'pipeline'] as const;
const FEATURES = { service: 'features' } as const;

export const dataPipelineFailure: Alert = {
  name: 'DataPipelineFailure',
  expression: `${sumBy(PIPELINE, increase(mlPipelineRunsTotal, '15m', { outcome: 'failure' }))} > 0`,
  for: '1m',
  severity: 'critical',
  team: 'data-engineering',
  summary: 'A pipeline fails',
  description: '{{ $labels.pipeline }} has failed in {{ $labels.service }}.',
  panel: pipelines('Pipeline runs'),
};

export const longRunningPipeline: Alert = {
  name: 'LongRunningPipeline',
  // 0 is "not running", and no time at all.
  expression: `time() - (${maxBy(PIPELINE, select(mlPipelineRunningSinceTimestampSeconds))} > 0) > 1h`,
  for: '5m',
  severity: 'warning',
  team: 'data-engineering',
  summary: 'A pipeline does not come to an end',
  description:
    '{{ $labels.pipeline }} in {{ $labels.service }} has been running for {{ $value | humanizeDuration }}.',
  panel: pipelines('Pipeline duration'),
};

/** A pipeline that is never started fails no run: what tells is that its last success grows old. */
export const pipelineStale: Alert = {
  name: 'PipelineStale',
  expression: `time() - ${maxBy(PIPELINE, select(mlPipelineLastSuccessTimestampSeconds))}
> 3 * ${maxBy(PIPELINE, select(mlPipelineIntervalSeconds))}`,
  for: '1m',
  severity: 'warning',
  team: 'data-engineering',
  summary: 'A pipeline has missed its schedule',
  description:
    '{{ $labels.pipeline }} in {{ $labels.service }} last succeeded {{ $value | humanizeDuration }} ago: three runs are missing.',
  panel: pipelines('Pipeline freshness'),
};

export const dataQualityIssues: Alert = {
  name: 'DataQualityIssues',
  expression: `${sumBy(['feature_view', 'check'], increase(dataQualityFailedChecksTotal, '5m'))} > 5`,
  for: '2m',
  severity: 'warning',
  team: 'data-engineering',
  labels: FEATURES,
  summary: 'Feature values fail their checks',
  description:
    '{{ $value | humanize }} values written to {{ $labels.feature_view }} have failed the check {{ $labels.check }}.',
  panel: features('Failed checks'),
};

export const featureDataStale: Alert = {
  name: 'FeatureDataStale',
  expression: `time() - (${maxBy(['feature_view'], select(dataLastUpdatedTimestamp))} > 0) > 1h`,
  for: '5m',
  severity: 'critical',
  team: 'data-engineering',
  labels: FEATURES,
  summary: 'Features are no longer updated',
  description:
    'The newest value in {{ $labels.feature_view }} is {{ $value | humanizeDuration }} old: models decide on yesterday.',
  panel: features('Age of the newest feature'),
};

export const pipelinesAlerts: AlertGroup = {
  name: 'pipelines',
  alerts: [dataPipelineFailure, longRunningPipeline, pipelineStale, dataQualityIssues, featureDataStale],
};
