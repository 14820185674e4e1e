import type { Decision, Payment } from '../shared/payment.ts';
import type { Weather } from '../shared/weather.ts';

export interface Scorer {
  /** @throws Error where the scorer does not answer with a decision */
  score(payment: Payment, weather: Weather): Promise<Decision>;
  /** @throws Error where the scorer does not answer with decisions */
  scoreAll(payments: readonly Payment[], weather: Weather): Promise<readonly Decision[]>;
}

export function scorerAt(url: string): Scorer {
  return {
    score: (payment, weather) => post<Decision>(`${url}/score`, payment, weather),
    scoreAll: (payments, weather) => post<readonly Decision[]>(`${url}/score/batch`, { payments }, weather),
  };
}

/** With fetch, which is instrumented: it makes the CLIENT span, and sends its id along. */
async function post<Answer>(url: string, body: unknown, headers: Weather): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (response.status !== 200) throw new Error(`the scorer answered ${response.status}`);
  return (await response.json()) as Answer;
}
