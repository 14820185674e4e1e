import type { PredictResponse } from '@lab/contracts';
import { observedFastify, type Telemetry } from '@lab/instrumentation';
import { answerErrors } from '@lab/service';
import { type FaultSettings, injectableFaults } from '@lab/service/faults';
import type { FastifyInstance } from 'fastify';
import Type, { type Static } from 'typebox';
import { checkoutMetrics } from './metrics.ts';

/** What else a customer sends is let through and looked at by nobody. */
const Order = Type.Object({
  user_id: Type.String({ minLength: 1, maxLength: 64 }),
  amount: Type.Number({ minimum: 0, maximum: 1_000_000 }),
  merchant: Type.String({ pattern: '^[a-z_]+$', maxLength: 40 }),
});
type Order = Static<typeof Order>;

type Decision = PredictResponse['decision'];

const LIMIT_MS = 3000;

/** `POST /checkout`: 200 with the decision; an error of ours or of the model's is a 5xx. */
export async function buildApp(
  telemetry: Telemetry,
  config: FaultSettings & { readonly INFERENCE_URL: string },
): Promise<FastifyInstance> {
  const app = await observedFastify(telemetry);
  answerErrors(app);
  await injectableFaults(app, telemetry, config);
  const orders = telemetry.metrics.counter(checkoutMetrics.orders);

  app.post<{ Body: Order }>('/checkout', { schema: { body: Order } }, async ({ body, log }) => {
    const decision = await decisionFor(config.INFERENCE_URL, body);
    orders.with({ decision }).inc();
    // Neither the order nor its customer: what is not written cannot leak.
    log.info({ event_type: 'order_decided', decision }, 'order decided');
    return { decision };
  });
  return app;
}

async function decisionFor(url: string, { user_id, amount, merchant }: Order): Promise<Decision> {
  const response = await fetch(`${url}/predict`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      user_id,
      amount,
      merchant_category: merchant,
      hour_of_day: new Date().getUTCHours(),
      distance_from_home_km: 3,
      card_present: false,
    }),
    signal: AbortSignal.timeout(LIMIT_MS),
  });
  if (!response.ok) throw new Error(`inference answered ${response.status}`);
  return ((await response.json()) as PredictResponse).decision;
}
