import type { LabContext } from '@lab/course/lab';
import { poll, type TraceSpan } from '@lab/engine-clients';

/** A service sends once a second, the lab's Collector waits 3 s for the rest of a trace, the store needs a moment too. */
const ARRIVAL_MS = 15_000;

/**
 * The spans of a trace, once they are what is waited for, or what has come until the time is over.
 * @param complete whether it needs to be waited no longer
 */
export async function storedTrace(
  { engines, signal }: Pick<LabContext, 'engines' | 'signal'>,
  traceId: string,
  complete: (spans: readonly TraceSpan[]) => boolean,
): Promise<readonly TraceSpan[]> {
  let spans: readonly TraceSpan[] = [];
  await poll(
    async () => {
      spans = (await engines.traces.trace(traceId)) ?? [];
      return complete(spans) || undefined;
    },
    { timeoutMs: ARRIVAL_MS, intervalMs: 500, waitingFor: `trace ${traceId}`, signal },
  ).catch(() => signal.throwIfAborted());
  return spans;
}

/** Traces with a span of a service, once there are some. */
export async function tracesWith(
  { engines, signal }: Pick<LabContext, 'engines' | 'signal'>,
  wanted: Parameters<LabContext['engines']['traces']['search']>[0],
  since: number,
): Promise<string[]> {
  return poll(
    async () => {
      const ids = await engines.traces.search(wanted, since);
      return ids.length > 0 ? ids : undefined;
    },
    { timeoutMs: ARRIVAL_MS, intervalMs: 500, waitingFor: `a span of ${wanted.service}`, signal },
  ).catch(() => {
    signal.throwIfAborted();
    return [];
  });
}

/** Where a learner sees a trace: the page or the API of the store that this lab has. */
export const traceAt = ({ engines }: Pick<LabContext, 'engines'>, traceId: string): string =>
  engines.traces.name === 'tempo'
    ? `${engines.endpoints.tempo}/api/v2/traces/${traceId}`
    : `${engines.endpoints.jaeger}/trace/${traceId}`;

export const spanOf = (spans: readonly TraceSpan[], service: string, name: string): TraceSpan | undefined =>
  spans.find((span) => span.service === service && span.name === name);

/** Whether a span is below another one, at any depth. */
export function isBelow(spans: readonly TraceSpan[], span: TraceSpan, above: TraceSpan): boolean {
  const byId = new Map(spans.map((known) => [known.spanId, known]));
  const seen = new Set<string>();
  for (let at: TraceSpan | undefined = span; at !== undefined && !seen.has(at.spanId); ) {
    if (at.parentSpanId === above.spanId) return true;
    seen.add(at.spanId);
    at = byId.get(at.parentSpanId ?? '');
  }
  return false;
}

/** `gateway: POST /payments, check_limits` for each service. */
export function described(spans: readonly TraceSpan[]): string {
  const services = Map.groupBy(spans, ({ service }) => service);
  return (
    [...services]
      .map(([service, own]) => `${service}: ${own.map(({ name }) => name).join(', ')}`)
      .join('\n') || 'no spans'
  );
}
