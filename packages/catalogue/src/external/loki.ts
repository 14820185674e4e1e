/** What Loki tells about itself. */
import { externalCounter, externalGauge, externalHistogram } from '../external-metric.ts';

export const lokiLinesReceivedTotal = externalCounter('loki_distributor_lines_received_total', ['tenant']);
export const lokiBytesReceivedTotal = externalCounter('loki_distributor_bytes_received_total', ['tenant']);
export const lokiMemoryStreams = externalGauge('loki_ingester_memory_streams', ['tenant']);
export const lokiRequestDurationSeconds = externalHistogram('loki_request_duration_seconds', [
  'method',
  'route',
  'status_code',
]);
/** Exists only after the first line was refused. */
export const lokiDiscardedSamplesTotal = externalCounter('loki_discarded_samples_total', ['reason']);
export const lokiWalDiskFullFailuresTotal = externalCounter('loki_ingester_wal_disk_full_failures_total');
/** Of the ruler; it has the engine of Prometheus inside, and its metrics with a prefix. */
export const lokiRuleFailuresTotal = externalCounter('loki_prometheus_rule_evaluation_failures_total', [
  'rule_group',
]);
export const lokiNotificationErrorsTotal = externalCounter('loki_prometheus_notifications_errors_total', [
  'alertmanager',
]);
