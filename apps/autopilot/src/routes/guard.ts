import bearerAuth from '@fastify/bearer-auth';
import type { FastifyInstance } from 'fastify';

/** Lets through who proves the token, for the routes that are registered in the same place after it. */
export async function requireToken(app: FastifyInstance, token: string): Promise<void> {
  await app.register(bearerAuth, {
    keys: new Set([token]),
    // The plugin sends whatever this returns; its types know only its own shape.
    errorResponse: () =>
      ({ error: { code: 'UNAUTHORIZED', message: 'a valid bearer token is needed' } }) as never,
  });
}
