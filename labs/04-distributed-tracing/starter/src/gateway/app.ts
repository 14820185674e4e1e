import type { FastifyInstance } from 'fastify';
import { httpApp } from '../shared/http-app.ts';
import { Payment } from '../shared/payment.ts';
import { weatherIn } from '../shared/weather.ts';
import { checkLimits } from './limits.ts';
import type { PaymentQueue } from './queue.ts';
import type { Scorer } from './scorer-client.ts';

/**
 * `POST /payments` answers with the decision, or 502 where the scorer gives none; `POST /payments/deferred` answers 202 at
 * once, and has the payment scored later.
 */
export async function gatewayApp(scorer: Scorer, queue: PaymentQueue): Promise<FastifyInstance> {
  const app = await httpApp();
  const schema = { body: Payment };

  app.post<{ Body: Payment }>('/payments', { schema }, async ({ body, headers }, reply) => {
    const weather = weatherIn(headers);
    await checkLimits(body, weather);
    try {
      return await scorer.score(body, weather);
    } catch (error) {
      return reply.code(502).send({ error: { code: 'NO_DECISION', message: (error as Error).message } });
    }
  });

  app.post<{ Body: Payment }>('/payments/deferred', { schema }, async ({ body, headers }, reply) => {
    queue.put(body, weatherIn(headers));
    return reply.code(202).send({ status: 'deferred' });
  });

  return app;
}
