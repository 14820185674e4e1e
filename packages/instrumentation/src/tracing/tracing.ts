import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { readExporterSettings } from './exporter-settings.ts';
import { peerServiceOf } from './peer-service.ts';
import { setRunningTracing, tracingIsRunning } from './running-tracing.ts';
import { SpanDelivery } from './span-delivery.ts';
import { nameAfterStatement } from './statement-name.ts';
import { StreamingSpanProcessor } from './streaming-span-processor.ts';
import { spanPath } from './url-path.ts';

const BATCH_BYTES = 128 * 1024;
const FLUSH_INTERVAL_MS = 1000;

/** Starts the SDK once per process; later calls, and OTEL_SDK_DISABLED=true, change nothing. */
export function startTracing(env: NodeJS.ProcessEnv): void {
  if (tracingIsRunning() || env.OTEL_SDK_DISABLED === 'true') return;
  const settings = readExporterSettings(env);
  const processor = new StreamingSpanProcessor(new SpanDelivery(settings), {
    maxQueueBytes: settings.maxQueueBytes,
    batchBytes: BATCH_BYTES,
    flushIntervalMs: FLUSH_INTERVAL_MS,
  });
  const peers = env.PEER_SERVICES ?? '';
  const sdk = new NodeSDK({
    spanProcessors: [processor],
    metricReaders: [], // the Prometheus client owns metrics; an empty list stops the SDK's own push
    logRecordProcessors: [], // logs leave through standard output
    // Chosen from auto-instrumentations-node's set. No http: server spans are made in http/server-span.ts, and
    // outgoing calls go through undici. Spans only below a span: a poll at rest is not a trace.
    instrumentations: [
      new UndiciInstrumentation({
        requireParentforSpans: true,
        startSpanHook: ({ origin, path }) => ({
          ...peerServiceOf(peers, origin),
          'url.path': spanPath(path),
          'url.full': `${origin}${spanPath(path)}`,
          'url.query': '',
        }),
      }),
      new PgInstrumentation({
        requireParentSpan: true,
        ignoreConnectSpans: true,
        // Statements are prepared text with placeholders; their values stay out of the span.
        enhancedDatabaseReporting: false,
        requestHook: (span, { query }) => {
          nameAfterStatement(span, query);
          // On one machine the database's address is everybody's: the service graph needs a name.
          span.setAttribute('peer.service', 'postgres');
        },
      }),
    ],
  });
  sdk.start();
  setRunningTracing({ counts: () => processor.counts(), shutdown: () => sdk.shutdown() });
}
