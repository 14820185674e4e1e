import { type Attributes, context, type Span, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';

const tracer: Tracer = trace.getTracer('@lab/instrumentation');

/**
 * Runs `work` in a span that is active inside it, and ends the span with it. A thrown error is recorded on the span,
 * sets its status, and is thrown on.
 */
export async function withSpan<Result>(
  name: string,
  attributes: Attributes,
  work: (span: Span) => Promise<Result>,
): Promise<Result> {
  const span = tracer.startSpan(name, { attributes });
  try {
    return await context.with(trace.setSpan(context.active(), span), work, undefined, span);
  } catch (error) {
    failSpan(span, error);
    throw error;
  } finally {
    span.end();
  }
}

export function failSpan(span: Span, error: unknown): void {
  const known = error instanceof Error ? error : new Error(String(error));
  span.recordException(known);
  span.setAttribute('error.type', errorType(known));
  span.setStatus({ code: SpanStatusCode.ERROR, message: known.message });
}

function errorType(error: Error & { code?: unknown }): string {
  return typeof error.code === 'string' ? error.code : error.name;
}

/** The trace to name in an exemplar: only a sampled one can be found again. */
export function sampledTraceId(span: Span | undefined): string | undefined {
  const spanContext = span?.spanContext();
  return spanContext !== undefined && (spanContext.traceFlags & 1) === 1 ? spanContext.traceId : undefined;
}
