export interface LogLine {
  /** As it was written. */
  readonly text: string;
  readonly service: string;
  /** Milliseconds since 1970, where the line says. */
  readonly time?: number;
  readonly level?: string;
  readonly message?: string;
  /** Everything else that the line says, in its order. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** Our services say `timestamp` and `message`; the Collector and Jaeger `ts` and `msg`. */
export function parseLogLine(text: string, service: string): LogLine {
  if (!text.startsWith('{')) return { text, service, ...timeIn(text) };
  let parsed: Record<string, unknown>;
  try {
    parsed = JSON.parse(text) as Record<string, unknown>;
  } catch {
    return { text, service };
  }
  const {
    timestamp,
    ts,
    level,
    message,
    msg,
    service: _service,
    environment: _environment,
    ...fields
  } = parsed;
  const time = Date.parse(String(timestamp ?? ts));
  return {
    text,
    service,
    ...(Number.isNaN(time) ? {} : { time }),
    ...(typeof level === 'string' ? { level } : {}),
    message: String(message ?? msg ?? ''),
    fields,
  };
}

/** Prometheus, Loki and Tempo write logfmt: `ts=` or `time=`. */
function timeIn(text: string): { time?: number } {
  const stamp =
    /(?:^|\s)(?:ts|time)="?(\S+?)"?(?:\s|$)/.exec(text)?.[1] ?? /^\d{4}-\d\d-\d\dT\S+/.exec(text)?.[0];
  const time = Date.parse(stamp ?? '');
  return Number.isNaN(time) ? {} : { time };
}
