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
