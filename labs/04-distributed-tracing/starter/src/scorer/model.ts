import type { Decision, Payment } from '../shared/payment.ts';

export interface Model {
  /** @throws Error where the model does not answer with a prediction */
  predict(payment: Payment): Promise<Decision['decision']>;
}

const LIMIT_MS = 3000;

/** The lab's inference service, over HTTP. */
export function modelAt(url: string): Model {
  return {
    async predict({ user_id, amount }) {
      const response = await fetch(`${url}/predict`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          user_id,
          amount,
          merchant_category: 'electronics',
          hour_of_day: 14,
          distance_from_home_km: 4,
          card_present: true,
        }),
        signal: AbortSignal.timeout(LIMIT_MS),
      });
      if (!response.ok) throw new Error(`the model answered ${response.status}`);
      return ((await response.json()) as { decision: Decision['decision'] }).decision;
    },
  };
}
