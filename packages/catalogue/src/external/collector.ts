/** What the OpenTelemetry Collector tells about itself. `send_failed` exists only after the first failure. */
import { externalCounter, externalGauge } from '../external-metric.ts';

export const collectorReceivedSpansTotal = externalCounter('otelcol_receiver_accepted_spans_total', [
  'receiver',
]);
export const collectorReceivedLogRecordsTotal = externalCounter(
  'otelcol_receiver_accepted_log_records_total',
  ['receiver'],
);
export const collectorRefusedSpansTotal = externalCounter('otelcol_receiver_refused_spans_total', [
  'receiver',
]);
export const collectorRefusedLogRecordsTotal = externalCounter('otelcol_receiver_refused_log_records_total', [
  'receiver',
]);
export const collectorSentSpansTotal = externalCounter('otelcol_exporter_sent_spans_total', ['exporter']);
export const collectorSentLogRecordsTotal = externalCounter('otelcol_exporter_sent_log_records_total', [
  'exporter',
]);
export const collectorSendFailedSpansTotal = externalCounter('otelcol_exporter_send_failed_spans_total', [
  'exporter',
]);
export const collectorSendFailedLogRecordsTotal = externalCounter(
  'otelcol_exporter_send_failed_log_records_total',
  ['exporter'],
);
export const collectorQueueSize = externalGauge('otelcol_exporter_queue_size', ['exporter', 'data_type']);
export const collectorQueueCapacity = externalGauge('otelcol_exporter_queue_capacity', [
  'exporter',
  'data_type',
]);
export const collectorSampledTracesTotal = externalCounter(
  'otelcol_processor_tail_sampling_count_traces_sampled_total',
  ['policy', 'decision'],
);
export const collectorTracesDroppedEarlyTotal = externalCounter(
  'otelcol_processor_tail_sampling_sampling_trace_dropped_too_early_total',
);
export const collectorMemoryBytes = externalGauge('otelcol_process_memory_rss_bytes');
/** What found the queue full. Exists only after the first. */
export const collectorEnqueueFailedSpansTotal = externalCounter(
  'otelcol_exporter_enqueue_failed_spans_total',
  ['exporter'],
);
export const collectorEnqueueFailedLogRecordsTotal = externalCounter(
  'otelcol_exporter_enqueue_failed_log_records_total',
  ['exporter'],
);
