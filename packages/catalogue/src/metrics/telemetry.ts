import { counter, gauge } from '../metric.ts';

/** What a service tells about its own telemetry: losing a span must be visible somewhere else than in the spans. */
export const SPAN_DROP_REASONS = ['queue_full', 'export_failed', 'shutdown_timeout'] as const;

export const telemetrySpansExportedTotal = counter({
  name: 'telemetry_spans_exported_total',
  help: 'Spans that the Collector accepted.',
  labels: {},
});

export const telemetrySpansDroppedTotal = counter({
  name: 'telemetry_spans_dropped_total',
  help: 'Spans lost in this process, by reason.',
  labels: { reason: SPAN_DROP_REASONS },
});

export const telemetrySpanQueueSize = gauge({
  name: 'telemetry_span_queue_size',
  help: 'Ended spans waiting in memory for export.',
  labels: {},
});

export const telemetryLabelValuesRefusedTotal = counter({
  name: 'telemetry_label_values_refused_total',
  help: 'Label values that the cardinality guard replaced by "other", by metric.',
  labels: { metric: 100 },
});

export const serviceInfo = gauge({
  name: 'service_info',
  help: 'Constant 1; its labels say which build of which service runs.',
  labels: { service: 20, version: 20, environment: 10, node_version: 10 },
});
