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
      reply.raw.on('close', () => abandon(request));
      runInSpan(request.serverSpan, next);
    });

    /** After an answer there is nothing left to do: `finish` has taken the span. */
    const abandon = (request: FastifyRequest): void => {
      const server = request.serverSpan;
      if (server === undefined) return;
      request.serverSpan = undefined;
      inFlight.dec();
      abortServerSpan(server.span);
    };

    const finish = (request: FastifyRequest, reply: FastifyReply): ServerSpan | undefined => {
      const server = request.serverSpan;
      if (server === undefined) return undefined;
      request.serverSpan = undefined; // an aborted request must not be finished again when its handler returns
      inFlight.dec();
      const traceId = sampledTraceId(server.span);
      // 'unmatched' keeps scanners from making a route of every path they try
      const series = seriesOf(request.method, request.routeOptions.url ?? 'unmatched');
      series.duration.observe(reply.elapsedTime / 1000, traceId);
      series.byStatusClass[Math.floor(reply.statusCode / 100) - 1]?.inc();
      return server;
    };

    app.addHook('onResponse', (request, reply, done) => {
      const server = finish(request, reply);
      if (server !== undefined) {
        endServerSpan(server.span, reply);
        if (reply.statusCode >= 400 || request.routeOptions.config.ownRequestLine !== true) {
          writeRequestLine(request, reply, server);
        }
      }
      done();
    });
  },
  { name: 'observability' },
);

function writeRequestLine(request: FastifyRequest, reply: FastifyReply, { span }: ServerSpan): void {
  const spanContext = span.spanContext();
  const level = reply.statusCode >= 500 ? 'error' : reply.statusCode >= 400 ? 'warn' : 'info';
  request.log[level](
    {
      event_type: 'http_request',
      // With OTEL_SDK_DISABLED the span is an empty one, and an id of zeros would link to nothing.
      ...(isSpanContextValid(spanContext) && { trace_id: spanContext.traceId, span_id: spanContext.spanId }),
      method: request.method,
      route: request.routeOptions.url ?? 'unmatched',
      status_code: reply.statusCode,
      duration_ms: Math.round(reply.elapsedTime * 1000) / 1000,
    },
    'request completed',
  );
}
