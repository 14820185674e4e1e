import { hash, timingSafeEqual } from 'node:crypto';
import createError from '@fastify/error';
import type { FastifyInstance, onRequestAsyncHookHandler } from 'fastify';

const Unauthorized = createError('UNAUTHORIZED', 'a valid bearer token is needed', 401);

/**
 * Lets through who proves the token; everybody where none is configured: the service then listens on an inner network
 * only. For single routes; a whole place is guarded by `guardRoutes`.
 *
 * @throws {Unauthorized} answered with 401 and the scheme that is asked for, as RFC 9110 §11.6.1 wants it
 */
export function requireToken(token: string | undefined): onRequestAsyncHookHandler {
  if (token === undefined) return async () => {};
  const expected = digest(`Bearer ${token}`);
  return async (request, reply) => {
    if (timingSafeEqual(digest(request.headers.authorization ?? ''), expected)) return;
    reply.header('www-authenticate', 'Bearer');
    throw new Unauthorized();
  };
}

/**
 * Asks for the token on every route of `app`, before a body is read. The place is that of a plugin: routes of its
 * parent and its siblings stay open.
 */
export function guardRoutes(app: FastifyInstance, token: string): void {
  app.addHook('onRequest', requireToken(token));
}

/** Digests have equal lengths, which the comparison needs, and give no length away. */
const digest = (text: string): Buffer => hash('sha256', text, 'buffer');
