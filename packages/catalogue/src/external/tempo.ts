/** What Tempo tells about itself. */
import { externalCounter, externalGauge } from '../external-metric.ts';

export const tempoSpansReceivedTotal = externalCounter('tempo_distributor_spans_received_total', ['tenant']);
export const tempoBytesReceivedTotal = externalCounter('tempo_distributor_bytes_received_total', ['tenant']);
export const tempoLiveTraces = externalGauge('tempo_live_store_live_traces', ['tenant']);
export const tempoGeneratorActiveSeries = externalGauge('tempo_metrics_generator_registry_active_series', [
  'tenant',
]);
/** A counter, though its name does not say so. */
export const tempoReceiverRefusedSpans = externalCounter('tempo_receiver_refused_spans', [
  'receiver',
  'transport',
]);
/** Exists only after the first span was thrown away. */
export const tempoDiscardedSpansTotal = externalCounter('tempo_discarded_spans_total', ['reason', 'tenant']);
export const tempoFailedCompletionsTotal = externalCounter('tempo_live_store_failed_completions_total');
/** Of the metrics generator, written to Prometheus; the service map of Grafana is drawn from these. */
export const tempoServiceGraphRequestsTotal = externalCounter('traces_service_graph_request_total', [
  'client',
  'server',
  'connection_type',
]);
