import type { FastifyInstance } from 'fastify';
import type { Traffic } from '../traffic.ts';

/** GET /status: what the traffic does at this moment and has done since it started. */
export function statusRoute(app: FastifyInstance, traffic: Traffic): void {
  app.get('/status', async () => traffic.status());
}
