import {
  serviceInfo,
  telemetrySpanQueueSize,
  telemetrySpansDroppedTotal,
  telemetrySpansExportedTotal,
} from '@lab/catalogue';
import { createLogger, type Logger } from './logging/logger.ts';
import { Metrics } from './metrics/metrics.ts';
import { observeNodeRuntime } from './metrics/node-runtime.ts';
import { spanCounts } from './tracing/running-tracing.ts';

/** What a service says about itself: lines, metrics, and (through the OpenTelemetry API) spans. */
export interface Telemetry {
  readonly service: string;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

export interface TelemetryOptions {
  readonly service: string;
  readonly version: string;
  readonly environment: string;
  readonly logLevel: string;
  readonly userIdSalt: string;
  /** Where log lines go; standard output unless a test looks at them. */
  readonly logDestination?: { write(line: string): void };
}

export function createTelemetry(options: TelemetryOptions): Telemetry {
  const { service, version, environment } = options;
  const metrics = new Metrics();
  observeNodeRuntime(metrics.registry);
  metrics.gauge(serviceInfo).set({ service, version, environment, node_version: process.versions.node }, 1);
  observeSpans(metrics);
  const logger = createLogger({
    service,
    environment,
    level: options.logLevel,
    userIdSalt: options.userIdSalt,
    ...(options.logDestination === undefined ? {} : { destination: options.logDestination }),
  });
  return { service, logger, metrics };
}

/** The span processor counts on its own, since it starts before any metric exists; each scrape carries over the rest. */
function observeSpans(metrics: Metrics): void {
  const exported = metrics.counter(telemetrySpansExportedTotal).with({});
  const dropped = metrics.counter(telemetrySpansDroppedTotal);
  const queued = metrics.gauge(telemetrySpanQueueSize).with({});
  let seen = spanCounts();
  exported.inc(seen.exported);
  queued.set(seen.queued);
  metrics.beforeCollect(() => {
    const now = spanCounts();
    exported.inc(now.exported - seen.exported);
    for (const reason of ['queue_full', 'export_failed', 'shutdown_timeout'] as const) {
      dropped.inc({ reason }, now.dropped[reason] - seen.dropped[reason]);
    }
    queued.set(now.queued);
    seen = now;
  });
}
