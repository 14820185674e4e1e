import type { FastifyInstance, FastifySchema } from 'fastify';
import type { Exposition } from '../metrics/exposition.ts';
import type { Readiness } from './readiness.ts';

export const OPERATIONS_PATHS: ReadonlySet<string> = new Set(['/metrics', '/healthz', '/readyz']);

/** What `/metrics` answers to a scrape with this Accept header. */
export type Expose = (accept?: string) => Promise<Exposition>;

/**
 * `/metrics`, `/healthz` (the process answers) and `/readyz` (it can do its work: 503 with the reasons while it
 * cannot, and from the moment a shutdown begins).
 */
export function operationsRoutes(app: FastifyInstance, readiness: Readiness, expose: Expose): void {
  const schema = { hide: true } as FastifySchema; // @fastify/swagger's own field: not part of the service's API
  app.get('/metrics', { schema, logLevel: 'warn' }, async (request, reply) => {
    const { contentType, body } = await expose(request.headers.accept);
    return reply.type(contentType).send(body);
  });
  app.get('/healthz', { schema, logLevel: 'warn' }, async () => ({ status: 'ok' }));
  app.get('/readyz', { schema, logLevel: 'warn' }, async (_request, reply) => {
    const reasons = await readiness.reasonsNotReady();
    return reply
      .code(reasons.length === 0 ? 200 : 503)
      .send(reasons.length === 0 ? { status: 'ready' } : { status: 'not_ready', reasons });
  });
}
