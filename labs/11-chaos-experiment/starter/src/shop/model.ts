import type { Decision, Payment } from './payment.ts';

/** Asks the lab's inference service, by the road that `surroundings` keeps. @throws Error where it gives no prediction */
export async function askModel(url: string, { user_id, amount }: Payment): Promise<Decision> {
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
  });
  if (!response.ok) throw new Error(`the model answered ${response.status}`);
  return ((await response.json()) as { decision: Decision }).decision;
}
