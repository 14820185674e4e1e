import { hash, timingSafeEqual } from 'node:crypto';
import createError from '@fastify/error';
import type { onRequestAsyncHookHandler } from 'fastify';

export const NotAuthorised = createError('NOT_AUTHORISED', 'this needs its token as bearer', 401);

/**
 * Lets through who proves the token; everybody where none is configured: the service then listens on an inner network
 * only.
 */
export function requireToken(token: string | undefined): onRequestAsyncHookHandler {
  if (token === undefined) return async () => {};
  const expected = digest(`Bearer ${token}`);
  return async (request) => {
    if (!timingSafeEqual(digest(request.headers.authorization ?? ''), expected)) throw new NotAuthorised();
  };
}

/** Digests have equal lengths, which the comparison needs, and give no length away. */
const digest = (text: string): Buffer => hash('sha256', text, 'buffer');
