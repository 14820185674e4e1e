import { QUEUE_SECONDS, REQUEST_SECONDS } from '../buckets.ts';
import { counter, gauge, histogram } from '../metric.ts';

export const TRAFFIC_SCENARIOS = ['latency', 'errors', 'bad_data', 'drift', 'surge'] as const;
export const TRAFFIC_OUTCOMES = [
  'success',
  'client_error',
  'server_error',
  'timeout',
  'unreachable',
] as const;

export const trafficRequestsTotal = counter({
  name: 'traffic_requests_total',
  help: 'Predictions that customers asked for, by what they got: the outside view of availability.',
  labels: { outcome: TRAFFIC_OUTCOMES },
});

export const trafficRequestDurationSeconds = histogram({
  name: 'traffic_request_duration_seconds',
  help: 'From the moment a request was due to its answer or the end of patience, so that a stalled server cannot hide its own delay.',
  labels: {},
  buckets: REQUEST_SECONDS,
});

export const trafficSendDelaySeconds = histogram({
  name: 'traffic_send_delay_seconds',
  help: 'From the moment a request was due to its sending: the part of the delay that the generator itself caused.',
  labels: {},
  buckets: QUEUE_SECONDS,
});

export const trafficOpenRequests = gauge({
  name: 'traffic_open_requests',
  help: 'Requests sent and not yet answered.',
  labels: {},
});

export const trafficSkippedTotal = counter({
  name: 'traffic_skipped_total',
  help: 'Requests that were due and never sent because too many were open.',
  labels: {},
});

export const trafficTargetRate = gauge({
  name: 'traffic_target_rate',
  help: 'Requests per second that are due now, daily shape and scenarios included.',
  labels: {},
});

export const trafficScenarioActive = gauge({
  name: 'traffic_scenario_active',
  help: '1 while the scenario is switched on.',
  labels: { scenario: TRAFFIC_SCENARIOS },
});

export const trafficFeatureWritesTotal = counter({
  name: 'traffic_feature_writes_total',
  help: 'Feature rows sent to the feature service, by what became of their request; a second attempt counts again.',
  labels: { outcome: TRAFFIC_OUTCOMES },
});

export const trafficFeatureRowsPending = gauge({
  name: 'traffic_feature_rows_pending',
  help: 'Feature rows that wait to be sent, at most one per customer.',
  labels: {},
});

export const trafficLabelsTotal = counter({
  name: 'traffic_labels_total',
  help: 'True labels: sent to the monitor, dropped because the queue was full or the process ended, or given up after failures.',
  labels: { outcome: ['sent', 'dropped', 'failed'] },
});

export const trafficLabelsPending = gauge({
  name: 'traffic_labels_pending',
  help: 'True labels that wait until the truth is known.',
  labels: {},
});
