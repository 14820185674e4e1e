/** What is around the shop: its customers, and the road to the model. There is nothing for you to write here. */
import Fastify from 'fastify';
import { sendCustomers } from './customers.ts';
import { registry } from './metrics.ts';
import { roadTo } from './road.ts';

const { HOST = '127.0.0.1', PORT = '0', INFERENCE_URL = '', SHOP_URL = '' } = process.env;

const app = Fastify();
app.get('/metrics', async (_request, reply) =>
  reply.type(registry.contentType).send(await registry.metrics()),
);
roadTo(INFERENCE_URL, app);
process.once('SIGTERM', () => process.exit(0));
await app.listen({ host: HOST, port: Number(PORT) });
sendCustomers(SHOP_URL);
