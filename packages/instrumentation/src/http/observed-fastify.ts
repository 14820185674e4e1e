import Fastify, { type FastifyInstance, type FastifyServerOptions, LogController } from 'fastify';
import type { Telemetry } from '../telemetry.ts';
import { observability } from './observability.ts';
import { type Expose, operationsRoutes } from './operations-routes.ts';
import { Readiness } from './readiness.ts';
import { requestIdOf } from './request-id.ts';

declare module 'fastify' {
  interface FastifyInstance {
    readiness: Readiness;
    telemetry: Telemetry;
  }
}

export interface ObservedFastifyOptions extends FastifyServerOptions {
  /** What `/metrics` answers instead of the telemetry's own metrics: a service that has more to show adds it here. */
  readonly expose?: Expose;
}

/**
 * A Fastify instance whose requests are measured, traced and logged, with `/metrics`, `/healthz` and `/readyz`.
 *
 * @example
 * const app = await observedFastify(telemetry);
 * app.readiness.require(() => (model.loaded ? undefined : 'no model loaded'));
 * app.get('/hello', async () => 'hello');
 */
export async function observedFastify(
  telemetry: Telemetry,
  { expose, ...options }: ObservedFastifyOptions = {},
): Promise<FastifyInstance> {
  const app = fastifyWithTelemetry(telemetry, options);
  await app.register(observability, { telemetry });
  operationsRoutes(app, app.readiness, expose ?? ((accept) => telemetry.metrics.expose(accept)));
  return app;
}

/**
 * A further listener of the same process that has `/metrics`, `/healthz` and `/readyz` and nothing else. Requests to
 * these paths are never measured or traced, so it needs none of the instruments that exist once per process.
 */
export function operationsFastify(telemetry: Telemetry, expose: Expose): FastifyInstance {
  const app = fastifyWithTelemetry(telemetry, {});
  operationsRoutes(app, app.readiness, expose);
  return app;
}

function fastifyWithTelemetry(telemetry: Telemetry, options: FastifyServerOptions): FastifyInstance {
  const app = Fastify({
    loggerInstance: telemetry.logger,
    // One line per request, written by the observability plugin, instead of Fastify's two.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request_id' }),
    requestIdHeader: false, // Fastify would accept any text; requestIdOf looks at it first
    genReqId: requestIdOf,
    // While closing, a request that came in over a kept connection is still answered.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    ...options,
  }) as unknown as FastifyInstance;
  app.decorate('readiness', new Readiness());
  app.decorate('telemetry', telemetry);
  return app;
}
