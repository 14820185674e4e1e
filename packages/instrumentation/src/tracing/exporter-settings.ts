/** The OTLP variables of the OpenTelemetry specification ("OTLP Exporter Configuration"), for traces over HTTP. */
interface ExporterSettings {
  readonly url: URL;
  readonly headers: Record<string, string>;
  readonly timeoutMs: number;
  readonly maxQueueBytes: number;
}

const DEFAULT_ENDPOINT = 'http://127.0.0.1:4318';
const DEFAULT_TIMEOUT_MS = 10_000;
const DEFAULT_QUEUE_BYTES = 8 * 1024 * 1024;

/** An empty variable is the same as none (OpenTelemetry, "Environment Variable Specification"). */
export function readExporterSettings(env: NodeJS.ProcessEnv): ExporterSettings {
  const own = env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT;
  const base = env.OTEL_EXPORTER_OTLP_ENDPOINT || DEFAULT_ENDPOINT;
  return {
    url: new URL(own || `${base.replace(/\/$/, '')}/v1/traces`),
    headers: readHeaders(env.OTEL_EXPORTER_OTLP_TRACES_HEADERS || env.OTEL_EXPORTER_OTLP_HEADERS || ''),
    timeoutMs: readNumber(
      env.OTEL_EXPORTER_OTLP_TRACES_TIMEOUT || env.OTEL_EXPORTER_OTLP_TIMEOUT,
      DEFAULT_TIMEOUT_MS,
    ),
    maxQueueBytes: readNumber(env.TRACE_QUEUE_MAX_BYTES, DEFAULT_QUEUE_BYTES),
  };
}

/** What is no positive number is ignored, as the specification asks: a queue of NaN bytes would have no bound. */
function readNumber(text: string | undefined, fallback: number): number {
  const number = Number(text);
  return number > 0 ? number : fallback;
}

function readHeaders(text: string): Record<string, string> {
  const pairs = text.split(',').filter((pair) => pair.includes('='));
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at).trim().toLowerCase(), decodeURIComponent(pair.slice(at + 1).trim())];
    }),
  );
}
