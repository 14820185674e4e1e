/** A small service under plain Node with everything that a service of the lab has; shop.test.ts calls it. */
import { setTimeout as delay } from 'node:timers/promises';
import { request as undiciRequest } from 'undici';
import { createTelemetry, observedFastify, shutdownTracing, spanCounts, withSpan } from '../src/index.ts';

const telemetry = createTelemetry({
  service: 'shop',
  version: '1.2.3',
  environment: 'test',
  logLevel: 'info',
  userIdSalt: 'a salt for tests only',
});
const app = await observedFastify(telemetry);
const peer = process.env.PEER_URL ?? '';
let trouble: string | undefined;

app.readiness.require(() => {
  if (trouble === 'throws') throw new Error('check failed');
  if (trouble === 'hangs') return new Promise<undefined>(() => {});
  return trouble;
});
app.post<{ Body: { trouble?: string } }>('/trouble', async (request) => {
  trouble = request.body.trouble;
  return { trouble };
});
app.get('/orders/:id', async () => ({ ok: true }));
app.put('/orders/:id', async (_request, reply) => reply.code(201).send({ ok: true }));
app.get('/quiet', { config: { ownRequestLine: true } }, async (request) => {
  request.log.info({ event_type: 'model_prediction' }, 'prediction completed');
  return { ok: true };
});
app.get('/fails', async () => {
  throw new Error('broken for a test');
});
app.get<{ Querystring: { ms?: string } }>('/slow', async (request) => {
  await delay(Number(request.query.ms ?? 300));
  return { ok: true };
});
app.post('/slow', async () => {
  await delay(300);
  return { ok: true };
});
app.get('/calls', async (request) =>
  withSpan('collect', { 'shop.calls': 2 }, async () => {
    request.log.info({ event_type: 'collecting' }, 'calling the others');
    const first = await fetch(`${peer}/by-fetch?secret=1`);
    const second = await undiciRequest(`${peer}/by-undici`);
    await second.body.dump();
    return { statuses: [first.status, second.statusCode] };
  }),
);
app.get('/unreachable', async () => fetch('http://127.0.0.1:1/'));
app.get('/spans', async () => spanCounts());

// Work of nobody's request: a call that must make no trace of its own.
if (peer !== '') await fetch(`${peer}/at-start`);
await app.listen({ host: '127.0.0.1', port: 0 });

process.once('SIGTERM', async () => {
  app.readiness.close();
  if (process.env.DRAIN_MS !== undefined) await delay(Number(process.env.DRAIN_MS));
  await app.close();
  await shutdownTracing();
  telemetry.logger.info({ event_type: 'service_closed' }, 'closed');
});
