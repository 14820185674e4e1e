/** What Tempo tells about itself. */
import { externalCounter, externalGauge } from '../external-metric.ts';

export const tempoSpansReceivedTotal = externalCounter('tempo_distributor_spans_received_total', ['tenant']);
export const tempoBytesReceivedTotal = externalCounter('tempo_distributor_bytes_received_total', ['tenant']);
export const tempoLiveTraces = externalGauge('tempo_live_store_live_traces', ['tenant']);
export const tempoGeneratorActiveSeries = externalGauge('tempo_metrics_generator_registry_active_series', [
  'tenant',
]);
