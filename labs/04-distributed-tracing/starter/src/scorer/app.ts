import type { FastifyInstance } from 'fastify';
import Type, { type Static } from 'typebox';
import { httpApp } from '../shared/http-app.ts';
import { Payment } from '../shared/payment.ts';
import { weatherIn } from '../shared/weather.ts';
import type { Model } from './model.ts';
import { score } from './score.ts';

const Batch = Type.Object({ payments: Type.Array(Payment, { minItems: 1, maxItems: 50 }) });
type Batch = Static<typeof Batch>;

/** `POST /score` decides about one payment, `POST /score/batch` about up to fifty. */
export async function scorerApp(model: Model): Promise<FastifyInstance> {
  const app = await httpApp();

  app.post<{ Body: Payment }>('/score', { schema: { body: Payment } }, ({ body, headers }) =>
    score(body, weatherIn(headers), model),
  );

  app.post<{ Body: Batch }>('/score/batch', { schema: { body: Batch } }, ({ body, headers }) =>
    Promise.all(body.payments.map((payment) => score(payment, weatherIn(headers), model))),
  );

  return app;
}
