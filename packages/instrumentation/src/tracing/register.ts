/**
 * Preloaded with `node --import @lab/instrumentation/register src/server.ts`: starts tracing before the service's own
 * modules load, so that `pg` and `fetch` are instrumented when they are first used.
 *
 * Everything is taken from the standard variables (OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES, OTEL_TRACES_SAMPLER,
 * OTEL_PROPAGATORS, OTEL_EXPORTER_OTLP_*). OTEL_SDK_DISABLED=true leaves the API's no-op tracer in place.
 */
import { startTracing } from './tracing.ts';

startTracing(process.env);
