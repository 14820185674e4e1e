/**
 * The switch of the world: `PUT /drift` with `{"kind":"covariate","intensity":1}`, `DELETE /drift`. It passes on what it is
 * asked to the traffic service, with the lab's admin token, so that nobody has to carry that around.
 */
import { readFileSync } from 'node:fs';
import Fastify from 'fastify';

const DRIFT = 'http://127.0.0.1:${TRAFFIC_PORT}/scenarios/drift';
const token = readFileSync(process.env.ADMIN_TOKEN_FILE ?? '', 'utf8').trim();
const app = Fastify();

app.route({
  method: ['PUT', 'DELETE'],
  url: '/drift',
  async handler({ method, body }, reply) {
    const answer = await fetch(DRIFT, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return reply
      .code(answer.status)
      .type('application/json')
      .send(await answer.text());
  },
});

await app.listen({ host: process.env.HOST ?? '127.0.0.1', port: Number(process.env.PORT) });
