/**
 * The road from the shop to the model, and what can be wrong with it: a proxy with switches, as Toxiproxy is one. Each toxic
 * ends by itself.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import Type, { type Static } from 'typebox';
import { toxicActive } from './metrics.ts';

const LONGEST_SECONDS = 900;

const Latency = Type.Object(
  {
    milliseconds: Type.Number({ minimum: 1, maximum: 60_000 }),
    seconds: Type.Number({ default: 60, exclusiveMinimum: 0, maximum: LONGEST_SECONDS }),
  },
  { additionalProperties: false },
);

export function roadTo(modelUrl: string, app: FastifyInstance): void {
  let latency: { readonly milliseconds: number; readonly end: NodeJS.Timeout } | undefined;
  const end = (): void => {
    clearTimeout(latency?.end);
    latency = undefined;
    toxicActive.set({ toxic: 'latency' }, 0);
  };
  end();

  app.put<{ Body: Static<typeof Latency> }>(
    '/toxics/latency',
    { schema: { body: Latency } },
    async ({ body: { milliseconds, seconds } }) => {
      end();
      latency = { milliseconds, end: setTimeout(end, seconds * 1000) };
      toxicActive.set({ toxic: 'latency' }, 1);
      return { milliseconds, seconds };
    },
  );

  app.delete('/toxics/latency', async (_request, reply) => {
    end();
    return reply.code(204).send();
  });

  app.post('/model/*', async ({ url, body }, reply) => {
    if (latency !== undefined) await delay(latency.milliseconds);
    const answer = await fetch(`${modelUrl}${url.slice('/model'.length)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return reply
      .code(answer.status)
      .type('application/json')
      .send(await answer.text());
  });
}
