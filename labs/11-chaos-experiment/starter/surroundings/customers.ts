/** Twelve customers a second: half of them pay, the others ask something that needs no model. */
import { decisions, duration, requests } from './metrics.ts';

const PATIENCE_MS = 2000;
const EVERY_MS = 500;
const COMING = [
  { route: 'checkout', count: 3 },
  { route: 'delivery', count: 1 },
  { route: 'stock', count: 1 },
  { route: 'vouchers', count: 1 },
] as const;
type Route = (typeof COMING)[number]['route'];

const OUTCOMES = ['answered', 'failed'] as const;

export function sendCustomers(shopUrl: string): void {
  // A rate sees nothing of a series that begins with its first failure.
  for (const { route } of COMING) for (const outcome of OUTCOMES) requests.inc({ route, outcome }, 0);
  setInterval(() => {
    for (const { route, count } of COMING)
      for (let customer = 0; customer < count; customer += 1) void ask(shopUrl, route);
  }, EVERY_MS);
}

async function ask(shopUrl: string, route: Route): Promise<void> {
  const stop = duration.startTimer({ route });
  try {
    const response = await fetch(`${shopUrl}/${route}`, {
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...(route === 'checkout' ? payment() : {}),
    });
    const { decided_by } = (await response.json()) as { decided_by?: string };
    requests.inc({ route, outcome: response.ok ? 'answered' : 'failed' });
    if (decided_by === 'model' || decided_by === 'rules') decisions.inc({ decided_by });
  } catch {
    requests.inc({ route, outcome: 'failed' });
  } finally {
    stop();
  }
}

const payment = () => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    user_id: `user_${String(Math.floor(Math.random() * 1000)).padStart(6, '0')}`,
    amount: Math.round(Math.random() * 60_000) / 100,
    country: 'DE',
  }),
});
