import { hash, timingSafeEqual } from 'node:crypto';
import type { preHandlerAsyncHookHandler } from 'fastify';
import { NotAuthorised } from '../errors.ts';

/** Lets everybody pass where no token is configured: the service listens on the inner network only. */
export function requireAdminToken(token: string | undefined): preHandlerAsyncHookHandler {
  if (token === undefined) return async () => {};
  const expected = digest(`Bearer ${token}`);
  return async (request) => {
    if (!timingSafeEqual(digest(request.headers.authorization ?? ''), expected)) throw new NotAuthorised();
  };
}

/** Digests have equal lengths, which the comparison needs, and give no length away. */
const digest = (text: string): Buffer => hash('sha256', text, 'buffer');
