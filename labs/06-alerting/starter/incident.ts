/**
 * An incident at the push of a button: `POST /incident` makes every prediction of the lab 0.4 s slower for a minute. There is
 * nothing for you to write here.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const { TRAFFIC_URL, ADMIN_TOKEN_FILE = '', HOST, PORT } = process.env;
const SCENARIO = { latency_ms: 400, seconds: 60 };

async function begin(): Promise<number> {
  const response = await fetch(`${TRAFFIC_URL}/scenarios/latency`, {
    method: 'PUT',
    headers: {
      authorization: `Bearer ${readFileSync(ADMIN_TOKEN_FILE, 'utf8').trim()}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(SCENARIO),
  });
  return response.status;
}

createServer(async (request, response) => {
  if (request.method !== 'POST' || request.url !== '/incident') {
    response.writeHead(404).end('POST /incident\n');
    return;
  }
  const status = await begin().catch(() => 502);
  const text =
    status === 200
      ? `from ${new Date().toISOString()}, for ${SCENARIO.seconds} s\n`
      : `the traffic service answered ${status}\n`;
  process.stdout.write(`${text.trim()}\n`);
  response.writeHead(status).end(text);
}).listen(Number(PORT), HOST);
