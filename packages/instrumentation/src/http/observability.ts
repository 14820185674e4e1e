import {
  httpServerRequestDurationSeconds,
  httpServerRequestsInFlight,
  httpServerRequestsTotal,
  STATUS_CLASSES,
} from '@lab/catalogue';
import { isSpanContextValid } from '@opentelemetry/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import type { CounterSeries, HistogramSeries } from '../metrics/metrics.ts';
import type { Telemetry } from '../telemetry.ts';
import { sampledTraceId } from '../tracing/spans.ts';
import { OPERATIONS_PATHS } from './operations-routes.ts';
import { REQUEST_ID_HEADER } from './request-id.ts';
import {
  abortServerSpan,
  CLIENT_CLOSED_REQUEST,
  endServerSpan,
  runInSpan,
  type ServerSpan,
  startServerSpan,
} from './server-span.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The request's SERVER span; undefined on probe and metrics paths. */
    serverSpan: ServerSpan | undefined;
  }
  interface FastifyContextConfig {
    /** The route writes its own line per request, so the access line would say the same thing twice. */
    ownRequestLine?: boolean;
  }
}

interface RouteSeries {
  readonly duration: HistogramSeries;
  readonly byStatusClass: readonly CounterSeries[];
}

interface ObservabilityOptions {
  readonly telemetry: Telemetry;
}

/** A span, RED metrics and one line per request; probe and metrics paths get none of them. */
export const observability = fastifyPlugin(
  async (app: FastifyInstance, { telemetry }: ObservabilityOptions) => {
    const requests = telemetry.metrics.counter(httpServerRequestsTotal);
    const duration = telemetry.metrics.histogram(httpServerRequestDurationSeconds);
    const inFlight = telemetry.metrics.gauge(httpServerRequestsInFlight).with({});
    inFlight.set(0);

    const routes = new Map<string, RouteSeries>();
    const seriesOf = (method: string, route: string): RouteSeries => {
      const key = `${method} ${route}`;
      let series = routes.get(key);
      if (series === undefined) {
        series = {
          duration: duration.with({ method, route }),
          byStatusClass: STATUS_CLASSES.map((status_class) => requests.with({ method, route, status_class })),
        };
        routes.set(key, series);
      }
      return series;
    };

    // Series exist from the start, so that the first error of a route is an increase and not an appearance.
    app.addHook('onRoute', ({ method, url }) => {
      if (OPERATIONS_PATHS.has(url)) return;
      for (const name of [method].flat()) {
        if (name === 'HEAD') continue; // Fastify adds one per GET
        requests.initialise({ method: name, route: url });
        duration.initialise({ method: name, route: url });
      }
    });

    app.decorateRequest('serverSpan', undefined);

    app.addHook('onRequest', (request, reply, next) => {
      reply.header(REQUEST_ID_HEADER, request.id);
      const route = request.routeOptions.url;
      if (route !== undefined && OPERATIONS_PATHS.has(route)) return next();
      inFlight.inc();
      request.serverSpan = startServerSpan(request);
      // Not Fastify's onRequestAbort: that one misses a client that leaves once its body has been read, every POST.
      reply.raw.on('close', () => abandon(request, reply));
      runInSpan(request.serverSpan, next);
    });

    /** Counts the end of a request, whatever it was; undefined where it has been counted already. */
    const finish = (
      request: FastifyRequest,
      reply: FastifyReply,
      statusCode: number,
    ): ServerSpan | undefined => {
      const server = request.serverSpan;
      if (server === undefined) return undefined;
      request.serverSpan = undefined;
      inFlight.dec();
      // 'unmatched' keeps scanners from making a route of every path they try
      const series = seriesOf(request.method, request.routeOptions.url ?? 'unmatched');
      series.duration.observe(reply.elapsedTime / 1000, sampledTraceId(server.span));
      series.byStatusClass[Math.floor(statusCode / 100) - 1]?.inc();
      return server;
    };

    /** A client that gave up is counted and logged: when all of them time out, nothing else would tell. */
    const abandon = (request: FastifyRequest, reply: FastifyReply): void => {
      const server = finish(request, reply, CLIENT_CLOSED_REQUEST);
      if (server === undefined) return;
      abortServerSpan(server.span);
      writeRequestLine(request, reply, server, CLIENT_CLOSED_REQUEST);
    };

    app.addHook('onResponse', (request, reply, done) => {
      const server = finish(request, reply, reply.statusCode);
      if (server !== undefined) {
        endServerSpan(server.span, reply);
        if (reply.statusCode >= 400 || request.routeOptions.config.ownRequestLine !== true) {
          writeRequestLine(request, reply, server, reply.statusCode);
        }
      }
      done();
    });
  },
  { name: 'observability' },
);

function writeRequestLine(
  request: FastifyRequest,
  reply: FastifyReply,
  { span }: ServerSpan,
  statusCode: number,
): void {
  const spanContext = span.spanContext();
  const level = statusCode >= 500 ? 'error' : statusCode >= 400 ? 'warn' : 'info';
  request.log[level](
    {
      event_type: 'http_request',
      // With OTEL_SDK_DISABLED the span is an empty one, and an id of zeros would link to nothing.
      ...(isSpanContextValid(spanContext) && { trace_id: spanContext.traceId, span_id: spanContext.spanId }),
      method: request.method,
      route: request.routeOptions.url ?? 'unmatched',
      status_code: statusCode,
      duration_ms: Math.round(reply.elapsedTime * 1000) / 1000,
    },
    'request completed',
  );
}
