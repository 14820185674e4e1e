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

/** It is told every two seconds. One or two may be late on a busy machine; three are no accident. */
const PATIENCE_MS = 7000;

let lastBeat: number | undefined;

/** Whatever comes is a beat. */
function heard({ status }: Delivery): void {
  process.stdout.write(`told that the Watchdog is ${status}\n`);
  lastBeat = Date.now();
}

/** Compared when asked, and not by a timer: a switch that sleeps notices nothing. */
function state(): { missing: boolean; last_heartbeat_at: string | null } {
  if (lastBeat === undefined) return { missing: true, last_heartbeat_at: null };
  return {
    missing: Date.now() - lastBeat > PATIENCE_MS,
    last_heartbeat_at: new Date(lastBeat).toISOString(),
  };
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
