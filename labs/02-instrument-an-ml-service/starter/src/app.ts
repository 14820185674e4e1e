import Fastify, { type FastifyInstance } from 'fastify';
import { DependencyError } from './dependency-error.ts';
import { issuerBehaviour } from './issuer.ts';
import type { Model } from './model.ts';
import { score } from './score.ts';
import { traceRequests } from './server-span.ts';
import { ScoreRequest } from './transaction.ts';

export interface Dependencies {
  readonly model: Model;
}

/** `POST /score`: 200 with a score, 400 for a request that is none, 502 where the issuer or the model does not answer. */
export function buildApp({ model }: Dependencies): FastifyInstance {
  const app = Fastify({ logger: { level: process.env.LOG_LEVEL ?? 'info' } });
  traceRequests(app);

  app.post<{ Body: ScoreRequest }>('/score', { schema: { body: ScoreRequest } }, async (request, reply) => {
    try {
      return await score(request.body, issuerBehaviour(request.headers), model);
    } catch (error) {
      if (!(error instanceof DependencyError)) throw error;
      return reply.code(502).send({ error: { code: error.code, message: error.message } });
    }
  });

  return app;
}
