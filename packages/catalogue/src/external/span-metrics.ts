/** What the Collector counts of every span before sampling: infra/collector/README.md. */
import { externalCounter, externalHistogram } from '../external-metric.ts';

const span = [
  'service_name',
  'span_name',
  'span_kind',
  'status_code',
  'peer_service',
  'http_route',
  'http_response_status_code',
  'error_type',
  'db_system_name',
  'model_name',
  'model_version',
] as const;

export const spanCallsTotal = externalCounter('traces_span_metrics_calls_total', span);
export const spanDurationSeconds = externalHistogram('traces_span_metrics_duration_seconds', span);
