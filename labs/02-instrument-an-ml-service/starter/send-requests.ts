/**
 * Customers for your two instances: `./lab tool node send-requests.ts 60` sends five requests a second for a minute. One in ten asks
 * a slow issuer, one in twenty a broken one. The checks' own requests come by the channels `partner` and `batch`.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { CHANNELS, MERCHANT_CATEGORIES } from './src/transaction.ts';

const INSTANCES = ['${WORKBENCH_SERVICE_PORT}', '${WORKBENCH_SECOND_SERVICE_PORT}'].map(
  (port) => `http://127.0.0.1:${port}`,
);
const PAUSE_MS = 200;

const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(Math.random() * items.length)] as Item;
const often = (share: number): boolean => Math.random() < share;

const until = Date.now() + Number(process.argv[2] ?? 60) * 1000;
const answers = new Map<number, number>();
const asked: Promise<void>[] = [];
while (Date.now() < until) {
  asked.push(
    sendOne().then((status) => {
      answers.set(status, (answers.get(status) ?? 0) + 1);
    }),
  );
  await delay(PAUSE_MS);
}
await Promise.all(asked);
process.stdout.write(`${[...answers].map(([status, count]) => `${count} × ${status}`).join(', ')}\n`);

async function sendOne(): Promise<number> {
  const response = await fetch(`${pick(INSTANCES)}/score`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-issuer-delay-ms': String(often(0.1) ? 300 + Math.random() * 900 : Math.random() * 40),
      'x-issuer-fails': String(often(0.05)),
    },
    body: JSON.stringify({
      user_id: `user_${String(Math.floor(Math.random() * 1000)).padStart(6, '0')}`,
      issuer: pick(['bank-north', 'bank-south', 'bank-east']),
      channel: pick(CHANNELS.slice(0, 3)),
      amount: Math.round(Math.random() * 12_000) / 100,
      merchant_category: pick(MERCHANT_CATEGORIES),
      hour_of_day: new Date().getHours(),
      distance_from_home_km: Math.round(Math.random() * 30),
      card_present: often(0.7),
    }),
  });
  await response.arrayBuffer();
  return response.status;
}
