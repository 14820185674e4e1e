import Fastify, { type FastifyInstance, type FastifyServerOptions, LogController } from 'fastify';
import type { Telemetry } from '../telemetry.ts';
import { observability } from './observability.ts';
import { operationsRoutes } from './operations-routes.ts';
import { Readiness } from './readiness.ts';
import { requestIdOf } from './request-id.ts';

declare module 'fastify' {
  interface FastifyInstance {
    readiness: Readiness;
    telemetry: Telemetry;
  }
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
  options: FastifyServerOptions = {},
): Promise<FastifyInstance> {
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
  const readiness = new Readiness();
  app.decorate('readiness', readiness);
  app.decorate('telemetry', telemetry);
  await app.register(observability, { telemetry });
  operationsRoutes(app, telemetry, readiness);
  return app;
}
