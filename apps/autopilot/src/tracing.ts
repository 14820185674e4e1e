import {
  type Context,
  context,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  TraceFlags,
  trace,
} from '@opentelemetry/api';

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;
const TRACE_ID = /^(?!0{32})[0-9a-f]{32}$/;

/** The W3C traceparent of a span, to be kept over minutes and restarts; null without tracing. */
export function traceparentOf(span: Span | undefined): string | null {
  const known = span?.spanContext();
  if (known === undefined || !trace.isSpanContextValid(known)) return null;
  return `00-${known.traceId}-${known.spanId}-${known.traceFlags.toString(16).padStart(2, '0')}`;
}

export const activeTraceparent = (): string | null => traceparentOf(trace.getActiveSpan());

export const traceIdOf = (traceparent: string | null): string | null =>
  TRACEPARENT.exec(traceparent ?? '')?.[1] ?? null;

/** Runs work as a child of a span that may have ended long ago, in a process that is gone. */
export function withinTrace<Result>(
  traceparent: string | null,
  work: () => Promise<Result>,
): Promise<Result> {
  return context.with(contextOf(traceparent), work);
}

/** The same, unless the work is being done in that trace already, or the trace is unknown. */
export function inTraceOf<Result>(traceparent: string | null, work: () => Promise<Result>): Promise<Result> {
  const wanted = traceIdOf(traceparent);
  return wanted === null || wanted === traceIdOf(activeTraceparent())
    ? work()
    : withinTrace(traceparent, work);
}

function contextOf(traceparent: string | null): Context {
  const parent = spanContextOf(traceparent);
  return parent === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, parent);
}

function spanContextOf(traceparent: string | null): SpanContext | undefined {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
}

/**
 * Links a span with a trace of which only the id is known. The span id that a link must have is then the tail of the
 * trace id: viewers follow the trace.
 */
export function linkTrace(span: Span, traceId: string | null, relation: string): void {
  if (traceId === null || !TRACE_ID.test(traceId)) return;
  const linked = { traceId, spanId: traceId.slice(16), traceFlags: TraceFlags.SAMPLED, isRemote: true };
  span.addLink({ context: linked, attributes: { 'link.relation': relation } });
  span.setAttribute(`${relation}.trace_id`, traceId);
}
