import { dataLastUpdatedTimestamp, dataQualityFailedChecksTotal } from '../../metrics/features.ts';
import {
  mlPipelineIntervalSeconds,
  mlPipelineLastSuccessTimestampSeconds,
  mlPipelineRunningSinceTimestampSeconds,
  mlPipelineRunsTotal,
} from '../../metrics/pipelines.ts';
import { select } from '../../promql.ts';
import {
  dataPipelineFailure,
  dataQualityIssues,
  featureDataStale,
  longRunningPipeline,
  pipelineStale,
} from '../pipelines.ts';
import { type AlertScenario, growing } from './scenario.ts';

const PIPELINE = { service: 'monitor', pipeline: 'drift' } as const;
const runs = (outcome: string) => select(mlPipelineRunsTotal, { ...PIPELINE, outcome });
const runningSince = select(mlPipelineRunningSinceTimestampSeconds, PIPELINE);
const lastSuccess = select(mlPipelineLastSuccessTimestampSeconds, PIPELINE);
const interval = select(mlPipelineIntervalSeconds, PIPELINE);
const failedChecks = select(dataQualityFailedChecksTotal, {
  feature_view: 'customer',
  feature_name: 'amount',
  check: 'range',
});
const lastUpdated = select(dataLastUpdatedTimestamp, { feature_view: 'customer' });
/** Tests begin at the Unix time 0, which means "never" to these gauges: a moment later. */
const AT_THE_START = '0.001';
const IN_THE_FUTURE = '1000000';

export const pipelinesScenarios: readonly AlertScenario[] = [
  {
    alert: dataPipelineFailure,
    fires: {
      series: { [runs('failure')]: '0x4 1x120' },
      pendingAt: '2m',
      at: '5m',
      resolvedAt: '18m',
      labels: PIPELINE,
      description: 'drift has failed in monitor.',
    },
    staysSilent: [
      {
        because: 'a run that finds nothing to do has not failed',
        series: { [runs('failure')]: '3x60', [runs('skipped')]: '0+1x60' },
        at: '12m',
      },
    ],
  },
  {
    alert: longRunningPipeline,
    fires: {
      series: { [runningSince]: `0x4 ${AT_THE_START}x320 0x20` },
      pendingAt: '62m',
      at: '70m',
      resolvedAt: '82m',
      labels: PIPELINE,
      description: 'drift in monitor has been running for 1h 9m 59s.',
      descriptionInDrill: 'drift in monitor has been running for 1m 9s.',
    },
    staysSilent: [
      {
        because: 'what does not run has not run since 1970',
        series: { [runningSince]: '0x320' },
        at: '75m',
      },
    ],
  },
  {
    alert: pipelineStale,
    fires: {
      series: { [lastSuccess]: `0x40 ${IN_THE_FUTURE}x20`, [interval]: '1x80' },
      pendingAt: '45s',
      at: '5m',
      resolvedAt: '11m',
      labels: PIPELINE,
      description: 'drift in monitor last succeeded 5m 0s ago: three runs are missing.',
      descriptionInDrill: 'drift in monitor last succeeded 5s ago: three runs are missing.',
    },
    staysSilent: [
      {
        because: 'each run comes in its time',
        series: { [lastSuccess]: '0+15x80', [interval]: '600x80' },
        at: '15m',
      },
      {
        because: 'a pipeline that runs on demand has no schedule to miss',
        series: { [lastSuccess]: '0x80' },
        at: '15m',
      },
    ],
  },
  {
    alert: dataQualityIssues,
    fires: {
      series: { [failedChecks]: growing(10) },
      pendingAt: '2m30s',
      at: '7m',
      resolvedAt: '18m',
      labels: { feature_view: 'customer', check: 'range' },
      description: '200 values written to customer have failed the check range.',
    },
    staysSilent: [
      {
        because: 'four bad values in five minutes are those of one customer',
        series: { [failedChecks]: '0+0.2x60' },
        at: '12m',
      },
    ],
  },
  {
    alert: featureDataStale,
    fires: {
      series: { [lastUpdated]: `${AT_THE_START}x300 ${IN_THE_FUTURE}x20` },
      pendingAt: '62m',
      at: '70m',
      resolvedAt: '77m',
      labels: { feature_view: 'customer' },
      description: 'The newest value in customer is 1h 9m 59s old: models decide on yesterday.',
      descriptionInDrill: 'The newest value in customer is 1m 9s old: models decide on yesterday.',
    },
    staysSilent: [
      { because: 'values keep coming', series: { [lastUpdated]: '0+15x300' }, at: '70m' },
      { because: 'a store that is empty is not old', series: { [lastUpdated]: '0x300' }, at: '70m' },
    ],
  },
];
