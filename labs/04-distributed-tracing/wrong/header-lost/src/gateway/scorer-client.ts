import { request } from 'node:http';
import { text } from 'node:stream/consumers';
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

/** A client of our own: somebody once needed to set the size of its buffers. */
function post<Answer>(url: string, body: unknown, headers: Weather): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
    });
    call.on('error', reject);
    call.on('response', (response) => {
      text(response)
        .then((answer) => {
          if (response.statusCode !== 200) throw new Error(`the scorer answered ${response.statusCode}`);
          resolve(JSON.parse(answer) as Answer);
        })
        .catch(reject);
    });
    call.end(JSON.stringify(body));
  });
}
