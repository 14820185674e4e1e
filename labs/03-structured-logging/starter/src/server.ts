/** The refund desk. It works; what it writes about its work is what this lab is about. */
import Fastify from 'fastify';
import { book, type Refund } from './ledger.ts';
import { log } from './log.ts';

const app = Fastify();

app.post<{ Body: Refund }>('/refunds', async (request, reply) => {
  const refund = request.body;
  const began = performance.now();
  log(`got a refund of ${refund.amount} EUR for ${refund.email}, card ${refund.card_number}`);
  try {
    const reference = await book(refund);
    log(`refunded ${refund.amount} EUR to ${refund.customer_id} after ${performance.now() - began} ms`);
    return { reference };
  } catch (error) {
    log(`ERROR: refund for ${refund.email} failed (${error}), they had written: ${refund.note}`);
    return reply.code(502).send({ error: { code: 'REFUND_FAILED', message: 'the ledger refused' } });
  }
});

await app.listen({ host: process.env.HOST ?? '127.0.0.1', port: Number(process.env.PORT) });
