/** The checkout of a shop. It answers customers, and nobody can see how: that is what you change. */
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

const { HOST = '127.0.0.1', PORT = '0', INFERENCE_URL = '' } = process.env;

interface Order {
  readonly user_id: string;
  readonly amount: number;
  readonly merchant: string;
}

async function decisionFor({ user_id, amount, merchant }: Order): Promise<string> {
  const response = await fetch(`${INFERENCE_URL}/predict`, {
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
  });
  if (!response.ok) throw new Error(`inference answered ${response.status}`);
  return ((await response.json()) as { decision: string }).decision;
}

const server = createServer(async (request, response) => {
  try {
    if (request.method !== 'POST' || request.url !== '/checkout') {
      response.writeHead(404).end();
      return;
    }
    const decision = await decisionFor(JSON.parse(await text(request)) as Order);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ decision }));
  } catch {
    response.writeHead(500).end();
  }
});
server.listen(Number(PORT), HOST);
process.once('SIGTERM', () => server.close(() => process.exit(0)));
