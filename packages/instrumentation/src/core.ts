/**
 * The part of the package that loads neither Fastify nor the tracing SDK: for a process whose memory is counted, and
 * which is no web service.
 */
export { Readiness, type ReadinessCheck } from './http/readiness.ts';
export type { Logger } from './logging/logger.ts';
export { createTelemetry, type Telemetry, type TelemetryOptions } from './telemetry.ts';
export { shutdownTracing } from './tracing/running-tracing.ts';
