/**
 * Metrics, logs and traces for a service in one import.
 *
 * The tracing part must be preloaded (`node --import @lab/instrumentation/register`); everything else is here.
 */
export { type ObservedFastifyOptions, observedFastify, operationsFastify } from './http/observed-fastify.ts';
export type { Expose } from './http/operations-routes.ts';
export { Readiness, type ReadinessCheck } from './http/readiness.ts';
export { REQUEST_ID_HEADER } from './http/request-id.ts';
export { createLogger, type Logger, type LoggerOptions } from './logging/logger.ts';
export { PersonalDataFilter } from './logging/personal-data.ts';
export type { Exposition } from './metrics/exposition.ts';
export {
  type Counter,
  type CounterSeries,
  type Gauge,
  type GaugeSeries,
  type Histogram,
  type HistogramSeries,
  Metrics,
} from './metrics/metrics.ts';
export { createTelemetry, type Telemetry, type TelemetryOptions } from './telemetry.ts';
export { shutdownTracing, spanCounts } from './tracing/running-tracing.ts';
export { failSpan, sampledTraceId, withSpan } from './tracing/spans.ts';
