import { dataLastUpdatedTimestamp, dataQualityFailedChecksTotal } from '../metrics/features.ts';
import {
  mlConceptDriftScore,
  mlDataDriftScore,
  mlLabelCoverageRatio,
  mlModelAccuracy,
  mlMonitorEventsTotal,
  mlPredictionDriftScore,
} from '../metrics/monitor.ts';
import { mlPipelineRunsTotal } from '../metrics/pipelines.ts';
import { increase, select, sumBy } from '../promql.ts';
import type { Fault } from './fault.ts';
import { linesArrive, serving } from './probes.ts';

const DRIFT_IS_LOW = {
  title: 'no feature drifts',
  query: `max(${select(mlDataDriftScore)}) < 0.7`,
};
const ACCURATE = {
  title: 'the model is accurate',
  query: `min(${select(mlModelAccuracy)}) > 0.85`,
};

export const drift: Fault = {
  name: 'drift',
  title: 'Customers pay otherwise than those that the model was trained on',
  hypothesis: 'The features that moved are named, and so is what the model makes of them.',
  steadyState: [...serving, DRIFT_IS_LOW],
  method: [{ kind: 'scenario', scenario: 'drift', settings: { kind: 'covariate', intensity: 1 } }],
  expects: [
    { alert: 'DataDriftDetected', onset: '5m', lagSeconds: 25, recovery: { onset: '5m', lagSeconds: 40 } },
  ],
  mayFire: [
    'PredictionDistributionShift',
    'ModelAccuracyDrop',
    'ConceptDriftDetected',
    'RequestValuesInvalid',
    'CanaryWorseThanChampion',
  ],
  mustNotFire: ['HighErrorRate', 'DataPipelineFailure'],
  loop: {
    action: 'retrain',
    alerts: ['DataDriftDetected', 'PredictionDistributionShift', 'ConceptDriftDetected'],
    restored: DRIFT_IS_LOW.query,
  },
  rootCause: { component: 'traffic', condition: 'the distribution of the inputs has moved' },
  impact: `max by (feature_name) (${select(mlDataDriftScore)}) > 0.7`,
  evidence: {
    metric: `max by (feature_name) (${select(mlDataDriftScore)}) > 0.7`,
    log: '{service_name="monitor"} | event_type="model_drift"',
  },
  fix: 'Retrain on labelled data of the new world.',
};

export const moreFraud: Fault = {
  name: 'more-fraud',
  title: 'There is much more fraud than there was',
  hypothesis: 'The scores no longer mean what they meant, and that is told once labels come.',
  steadyState: [...serving, DRIFT_IS_LOW],
  method: [{ kind: 'scenario', scenario: 'drift', settings: { kind: 'prior', intensity: 1 } }],
  expects: [
    {
      alert: 'ConceptDriftDetected',
      onset: '5m',
      lagSeconds: 25,
      recovery: { onset: '5m', lagSeconds: 40 },
    },
  ],
  mayFire: ['DataDriftDetected', 'ModelAccuracyDrop', 'PredictionDistributionShift', 'RequestValuesInvalid'],
  mustNotFire: ['HighErrorRate'],
  rootCause: { component: 'traffic', condition: 'the share of fraud has risen' },
  impact: `max by (model_version) (${select(mlConceptDriftScore)}) > 0.7`,
  evidence: {
    metric: `max by (model_version) (${select(mlConceptDriftScore)}) > 0.7`,
    log: '{service_name="monitor"} | event_type="model_drift"',
  },
  fix: 'Find out where the fraud comes from; thresholds or a new model.',
};

export const skewedModel: Fault = {
  name: 'skewed-model',
  title: 'A model answers with scores that are 0.2 too high',
  hypothesis:
    'What the model answers has moved although its inputs have not, and that is told without a label.',
  steadyState: [...serving, DRIFT_IS_LOW],
  method: [{ kind: 'service_fault', service: 'inference', fault: 'skewed_model', settings: { shift: 0.2 } }],
  expects: [
    {
      alert: 'PredictionDistributionShift',
      onset: '5m',
      lagSeconds: 25,
      recovery: { onset: '5m', lagSeconds: 40 },
    },
  ],
  mayFire: ['ConceptDriftDetected', 'ModelAccuracyDrop', 'CanaryWorseThanChampion'],
  mustNotFire: ['HighErrorRate', 'HighModelErrorRate'],
  rootCause: { component: 'inference', condition: 'scores are raised by 0.2' },
  impact: `max by (output) (${select(mlPredictionDriftScore)}) > 0.7`,
  evidence: {
    metric: `max by (output) (${select(mlPredictionDriftScore)}) > 0.7`,
    log: '{service_name="monitor"} | event_type="model_drift"',
  },
  fix: 'Roll back to the version before.',
};

export const accuracy: Fault = {
  name: 'accuracy',
  title: 'Fraud has moved to payments near home, where the model does not look',
  hypothesis: 'The loss shows as soon as labels come, although the inputs are as ever.',
  steadyState: [...serving, ACCURATE],
  method: [{ kind: 'scenario', scenario: 'drift', settings: { kind: 'concept', intensity: 1 } }],
  expects: [
    { alert: 'ModelAccuracyDrop', onset: '5m', lagSeconds: 60, recovery: { onset: '5m', lagSeconds: 90 } },
    { alert: 'ConceptDriftDetected', onset: '5m', lagSeconds: 60, recovery: { onset: '5m', lagSeconds: 90 } },
  ],
  mayFire: ['PredictionDistributionShift', 'DataDriftDetected', 'CanaryWorseThanChampion'],
  mustNotFire: ['HighErrorRate', 'LabelCoverageLow'],
  loop: {
    action: 'retrain',
    alerts: ['ModelAccuracyDrop', 'ConceptDriftDetected'],
    restored: ACCURATE.query,
  },
  rootCause: { component: 'traffic', condition: 'the relation of inputs and fraud has changed' },
  impact: `min by (model_version) (${select(mlModelAccuracy)}) < 0.85`,
  evidence: {
    metric: `min by (model_version) (${select(mlModelAccuracy)}) < 0.85`,
    log: '{service_name="monitor"} | event_type="model_drift" or event_type="model_quality"',
  },
  fix: 'Retrain on fresh labels; roll back if a release brought it.',
};

export const badData: Fault = {
  name: 'bad-data',
  title: 'A fifth of the requests and of the feature rows are spoiled',
  hypothesis: 'Both gates tell: that of the feature store and that of the model.',
  steadyState: serving,
  method: [{ kind: 'scenario', scenario: 'bad_data', settings: { intensity: 0.4 } }],
  expects: [
    { alert: 'DataQualityIssues', onset: '5m', lagSeconds: 4 },
    { alert: 'RequestValuesInvalid', onset: '5m', lagSeconds: 10, recovery: { onset: '5m', lagSeconds: 12 } },
  ],
  mayFire: ['DataDriftDetected', 'PredictionDistributionShift'],
  mustNotFire: ['HighErrorRate'],
  rootCause: { component: 'traffic', condition: 'values out of range, unknown categories, missing fields' },
  impact: `${sumBy(['check'], increase(dataQualityFailedChecksTotal, '5m'))} > 0`,
  evidence: {
    metric: `${sumBy(['check'], increase(dataQualityFailedChecksTotal, '5m'))} > 0`,
    log: '{service_name="features"} | event_type="data_quality_issue"',
  },
  fix: 'Find the producer by feature and check; mend it there.',
};

export const staleFeatures: Fault = {
  name: 'stale-features',
  title: 'Features can be read, but no longer be written',
  hypothesis: 'Old features are told, although every lookup succeeds.',
  steadyState: serving,
  method: [
    { kind: 'service_fault', service: 'features', fault: 'request_errors', settings: { method: 'PUT' } },
  ],
  expects: [
    { alert: 'FeatureDataStale', onset: '1h', lagSeconds: 5, recovery: { onset: '0s', lagSeconds: 22 } },
  ],
  mayFire: ['HighErrorRate', 'DataDriftDetected', 'PredictionDistributionShift', 'FeaturesDegraded'],
  mustNotFire: ['CustomersNotServed', 'TargetDown'],
  rootCause: { component: 'features', condition: 'writes fail with 503' },
  impact: `time() - max(${select(dataLastUpdatedTimestamp)}) > 10`,
  evidence: {
    metric: `time() - max(${select(dataLastUpdatedTimestamp)}) > 10`,
    log: '{service_name="traffic"} | event_type="feature_write_failed"',
  },
  fix: 'Restore the writes; the backlog follows by itself.',
};

export const noLabels: Fault = {
  name: 'no-labels',
  title: 'Labels no longer reach the monitor',
  hypothesis: 'Being unable to judge a model is told, and not taken for the model being well.',
  steadyState: serving,
  method: [
    {
      kind: 'service_fault',
      service: 'monitor',
      fault: 'request_errors',
      settings: { route: '/v1/labels' },
    },
  ],
  expects: [
    { alert: 'LabelCoverageLow', onset: '5m', lagSeconds: 90, recovery: { onset: '5m', lagSeconds: 90 } },
  ],
  mayFire: ['HighErrorRate', 'ErrorBurst'],
  mustNotFire: ['ModelAccuracyDrop', 'CustomersNotServed'],
  rootCause: { component: 'monitor', condition: 'labels are refused with 503' },
  impact: `min(${select(mlLabelCoverageRatio)}) < 0.9`,
  evidence: {
    metric: `min(${select(mlLabelCoverageRatio)}) < 0.9`,
    log: '{service_name="traffic"} | event_type="labels_failed"',
  },
  fix: 'Restore the way of the labels; they are sent again.',
};

export const noEvents: Fault = {
  name: 'no-events',
  title: 'Prediction events no longer reach the monitor',
  hypothesis: 'Being blind is told; nothing is lost, for the Collector keeps the events.',
  steadyState: [...serving, linesArrive],
  method: [
    { kind: 'service_fault', service: 'monitor', fault: 'request_errors', settings: { route: '/v1/logs' } },
  ],
  expects: [
    {
      alert: 'PredictionEventsMissing',
      onset: '15m',
      lagSeconds: 5,
      recovery: { onset: '5m', lagSeconds: 20 },
    },
  ],
  mayFire: [
    'HighErrorRate',
    'CollectorExportFailing',
    'CollectorQueueFilling',
    'LabelCoverageLow',
    'PipelineStale',
    'ErrorBurst',
  ],
  mustNotFire: ['CustomersNotServed', 'CollectorDroppingData'],
  rootCause: { component: 'monitor', condition: 'events are refused with 503' },
  impact: `${sumBy([], increase(mlMonitorEventsTotal, '5m', { outcome: 'stored' }))} == 0`,
  evidence: { metric: `${sumBy([], increase(mlMonitorEventsTotal, '5m', { outcome: 'stored' }))} == 0` },
  fix: 'Restore the monitor; the Collector delivers what waited.',
};

export const failingPipeline: Fault = {
  name: 'failing-pipeline',
  title: 'Every drift run fails',
  hypothesis: 'The failure is told, and later that nothing has been judged for too long.',
  steadyState: serving,
  method: [
    { kind: 'service_fault', service: 'monitor', fault: 'failing_pipeline', settings: { pipeline: 'drift' } },
  ],
  expects: [
    { alert: 'DataPipelineFailure', onset: '15m', lagSeconds: 8, recovery: { onset: '15m', lagSeconds: 8 } },
    { alert: 'PipelineStale', onset: '0s', lagSeconds: 15, recovery: { onset: '0s', lagSeconds: 10 } },
  ],
  mayFire: ['ErrorBurst'],
  mustNotFire: ['LongRunningPipeline', 'HighErrorRate'],
  rootCause: { component: 'monitor', condition: 'the pipeline drift throws' },
  impact: `${sumBy(['pipeline'], increase(mlPipelineRunsTotal, '5m', { outcome: 'failure' }))} > 0`,
  evidence: {
    metric: `${sumBy(['pipeline'], increase(mlPipelineRunsTotal, '5m', { outcome: 'failure' }))} > 0`,
    log: '{service_name="monitor"} | event_type="pipeline_failed"',
  },
  fix: 'Read the error of the last run; its trace names the step.',
};

export const hangingPipeline: Fault = {
  name: 'hanging-pipeline',
  title: 'A drift run does not end',
  hypothesis: 'A run that hangs is told: it neither fails nor succeeds.',
  steadyState: serving,
  method: [
    { kind: 'service_fault', service: 'monitor', fault: 'hanging_pipeline', settings: { pipeline: 'drift' } },
  ],
  expects: [
    { alert: 'LongRunningPipeline', onset: '1h', lagSeconds: 8, recovery: { onset: '0s', lagSeconds: 10 } },
  ],
  mayFire: ['PipelineStale'],
  mustNotFire: ['DataPipelineFailure', 'HighErrorRate'],
  rootCause: { component: 'monitor', condition: 'the pipeline drift waits for ever' },
  impact: 'time() - (max(ml_pipeline_running_since_timestamp_seconds) > 0) > 10',
  evidence: {
    metric: 'time() - (max(ml_pipeline_running_since_timestamp_seconds) > 0) > 10',
    log: '{service_name="monitor"} | event_type="fault_switched"',
  },
  fix: 'See in its trace which step it is in; restart the service if it does not come back.',
};

export const dataFaults: readonly Fault[] = [
  drift,
  moreFraud,
  skewedModel,
  accuracy,
  badData,
  staleFeatures,
  noLabels,
  noEvents,
  failingPipeline,
  hangingPipeline,
];
