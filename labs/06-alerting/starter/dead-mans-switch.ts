/**
 * The other half of a Watchdog: who notices that nothing comes.
 *
 * POST /heartbeat  the Alertmanager tells of the Watchdog, with { "status": "firing" | "resolved", "alerts": [...] }
 * GET  /state      { "missing": boolean, "last_heartbeat_at": "<ISO 8601>" | null }
 */
import { createServer, type IncomingMessage } from 'node:http';

const { HOST, PORT } = process.env;

interface Delivery {
  readonly status: 'firing' | 'resolved';
}

/** Called for each delivery. Yours: what has to be remembered? */
function heard({ status }: Delivery): void {
  process.stdout.write(`told that the Watchdog is ${status}\n`);
}

/** Yours: after which silence is it missing? */
function state(): { missing: boolean; last_heartbeat_at: string | null } {
  return { missing: true, last_heartbeat_at: null };
}

async function bodyOf(request: IncomingMessage): Promise<Delivery> {
  let text = '';
  for await (const part of request) text += part;
  return JSON.parse(text) as Delivery;
}

createServer(async (request, response) => {
  if (request.method === 'POST' && request.url === '/heartbeat') {
    heard(await bodyOf(request));
    response.writeHead(200).end();
  } else if (request.url === '/state') {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(state()));
  } else response.writeHead(404).end();
}).listen(Number(PORT), HOST);
