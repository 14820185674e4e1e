import {
  mlModelPredictionsTotal,
  mlModelQueueLimitRows,
  mlModelQueueRows,
  mlModelRejectedTotal,
  mlPredictionDurationSeconds,
  mlPredictionFeaturesSourceTotal,
  mlPredictionsTotal,
} from '../metrics/inference.ts';
import { trafficRequestsTotal } from '../metrics/traffic.ts';
import { countOf, increase, like, maxBy, rate, ratio, select, sumBy, withEvents } from '../promql.ts';
import {
  inferenceLatencyP95,
  modelDefaultFeaturesRatio,
  predictionLatencyP99,
  versionErrorRatio,
} from '../rules/models.ts';
import { type Alert, type AlertGroup, MINIMUM_EVENTS } from './alert.ts';

const serving = (panel: string) => ({ dashboard: 'model-serving', panel });
/** The expressions below aggregate the service away; alerts are grouped by it. */
const INFERENCE = { service: 'inference' } as const;
const MODEL = ['model_name'] as const;
const VERSION = ['model_name', 'model_version'] as const;

export const highPredictionLatency: Alert = {
  name: 'HighPredictionLatency',
  expression: withEvents(
    `${select(predictionLatencyP99)} > 1`,
    MINIMUM_EVENTS,
    countOf(mlPredictionDurationSeconds),
    MODEL,
    '5m',
  ),
  for: '5m',
  severity: 'warning',
  team: 'ml-platform',
  labels: INFERENCE,
  summary: 'Predictions are slow',
  description:
    '1 % of the requests for {{ $labels.model_name }} take longer than {{ $value | humanizeDuration }}; the limit is 1 s.',
  panel: serving('Prediction latency'),
};

export const highModelLatency: Alert = {
  name: 'HighModelLatency',
  expression: withEvents(
    `${select(inferenceLatencyP95)} > 1`,
    MINIMUM_EVENTS,
    // Rows, not executions: a slow model gathers many rows into few executions.
    mlModelPredictionsTotal,
    VERSION,
    '5m',
  ),
  for: '2m',
  severity: 'warning',
  team: 'ml-platform',
  labels: INFERENCE,
  summary: 'A model executes slowly',
  description:
    '5 % of the executions of {{ $labels.model_name }} {{ $labels.model_version }} take longer than {{ $value | humanizeDuration }} in ONNX Runtime; the limit is 1 s.',
  panel: serving('Inference duration'),
};

export const highModelErrorRate: Alert = {
  name: 'HighModelErrorRate',
  expression: withEvents(
    `${select(versionErrorRatio)} > 0.05`,
    MINIMUM_EVENTS,
    mlModelPredictionsTotal,
    VERSION,
    '5m',
  ),
  for: '3m',
  severity: 'warning',
  team: 'ml-platform',
  labels: INFERENCE,
  summary: 'A model fails',
  description:
    '{{ $labels.model_name }} {{ $labels.model_version }} fails to score {{ $value | humanizePercentage }} of its rows; the limit is 5 %.',
  panel: serving('Failed rows'),
};

export const featuresDegraded: Alert = {
  name: 'FeaturesDegraded',
  expression: withEvents(
    `${select(modelDefaultFeaturesRatio)} > 0.05`,
    MINIMUM_EVENTS,
    mlPredictionFeaturesSourceTotal,
    MODEL,
    '5m',
  ),
  for: '5m',
  severity: 'warning',
  team: 'ml-platform',
  labels: INFERENCE,
  summary: 'Predictions are made without their features',
  description:
    '{{ $value | humanizePercentage }} of the predictions of {{ $labels.model_name }} are made with default features; the limit is 5 %.',
  panel: serving('Features used'),
};

/** Whether it is nearly full or has already refused somebody: the second is certain where the first was missed. */
export const modelQueueSaturated: Alert = {
  name: 'ModelQueueSaturated',
  expression: `${maxBy(VERSION, `max_over_time(${select(mlModelQueueRows)}[5m])`)} / ${maxBy(VERSION, `${select(mlModelQueueLimitRows)} > 0`)} > 0.8
or ${sumBy(VERSION, increase(mlModelRejectedTotal, '5m'))} > 0`,
  for: '1m',
  severity: 'warning',
  team: 'ml-platform',
  labels: INFERENCE,
  summary: 'Rows arrive faster than a model scores them',
  description:
    'The queue of {{ $labels.model_name }} {{ $labels.model_version }} is nearly full or has refused requests.',
  panel: serving('Queue'),
};

export const predictionVolumeZero: Alert = {
  name: 'PredictionVolumeZero',
  expression: withEvents(
    `${sumBy(MODEL, increase(mlPredictionsTotal, '5m'))} == 0`,
    100,
    mlPredictionsTotal,
    MODEL,
    '1h',
  ),
  for: '1m',
  severity: 'critical',
  team: 'ml-platform',
  labels: INFERENCE,
  summary: 'Nobody asks for predictions any more',
  description: '{{ $labels.model_name }} has answered nobody of late, though it did within the hour before.',
  panel: serving('Predictions'),
};

const NOT_SERVED = like('server_error|timeout|unreachable');

/** What customers see, whoever is to blame: the one alert that needs no healthy service to fire. */
export const customersNotServed: Alert = {
  name: 'CustomersNotServed',
  expression: withEvents(
    `${ratio(
      sumBy([], rate(trafficRequestsTotal, '5m', { outcome: NOT_SERVED })),
      sumBy([], rate(trafficRequestsTotal, '5m')),
    )} > 0.05`,
    MINIMUM_EVENTS,
    trafficRequestsTotal,
    [],
    '5m',
  ),
  for: '2m',
  severity: 'critical',
  team: 'ml-platform',
  labels: INFERENCE,
  summary: 'Customers get no prediction',
  description:
    '{{ $value | humanizePercentage }} of what customers ask of inference fails, times out or reaches nobody; the limit is 5 %.',
  panel: { dashboard: 'lab-overview', panel: 'Customers served' },
};

export const servingAlerts: AlertGroup = {
  name: 'serving',
  alerts: [
    highPredictionLatency,
    highModelLatency,
    highModelErrorRate,
    featuresDegraded,
    modelQueueSaturated,
    predictionVolumeZero,
    customersNotServed,
  ],
};
