import {
  type Context,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { spanPath } from '../tracing/url-path.ts';

const tracer: Tracer = trace.getTracer('@lab/instrumentation');

/** No status was sent; nginx's number for it, so that such requests can be counted beside the others. */
export const CLIENT_CLOSED_REQUEST = 499;

export interface ServerSpan {
  readonly span: Span;
  readonly context: Context;
}

/**
 * The SERVER span of a request, child of the caller's `traceparent`, named by route (HTTP semantic conventions,
 * "HTTP server": `{method} {http.route}`).
 *
 * Made here and not by the http instrumentation, which patches Node's http module, costs more and learns the route only
 * afterwards; see docs/adr/0003.
 */
export function startServerSpan(request: FastifyRequest): ServerSpan {
  const route = request.routeOptions.url;
  const parent = propagation.extract(ROOT_CONTEXT, request.headers);
  const attributes: Record<string, string | number> = {
    'http.request.method': request.method,
    'url.path': spanPath(request.url),
    'url.scheme': 'http',
    'server.address': request.hostname,
  };
  if (route !== undefined) attributes['http.route'] = route;
  const name = route === undefined ? request.method : `${request.method} ${route}`;
  const span = tracer.startSpan(name, { kind: SpanKind.SERVER, attributes }, parent);
  return { span, context: trace.setSpan(parent, span) };
}

/** Ends the span with the answer's status; only 5xx is the server's error. */
export function endServerSpan(span: Span, reply: FastifyReply): void {
  span.setAttribute('http.response.status_code', reply.statusCode);
  if (reply.statusCode >= 500) {
    span.setAttribute('error.type', String(reply.statusCode));
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end();
}

/** The client went away before it was answered: not our error, and still the end of the work for it. */
export function abortServerSpan(span: Span): void {
  span.setAttribute('http.response.status_code', CLIENT_CLOSED_REQUEST);
  span.setAttribute('error.type', 'client_disconnected');
  span.end();
}

export const runInSpan = (server: ServerSpan, next: () => void): void => {
  context.with(server.context, next);
};
