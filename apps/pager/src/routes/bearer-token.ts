import { hash, timingSafeEqual } from 'node:crypto';
import type { onRequestAsyncHookHandler } from 'fastify';
import { NotAuthorised } from '../errors.ts';

/** Lets through who proves the token; everybody where none is configured. */
export function requireToken(token: string | undefined): onRequestAsyncHookHandler {
  if (token === undefined) return async () => {};
  const expected = digest(`Bearer ${token}`);
  return async (request) => {
    if (!timingSafeEqual(digest(request.headers.authorization ?? ''), expected)) throw new NotAuthorised();
  };
}

/** Digests have equal lengths, which the comparison needs, and give no length away. */
const digest = (text: string): Buffer => hash('sha256', text, 'buffer');
