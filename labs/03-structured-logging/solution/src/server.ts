/** The refund desk. */
import Fastify from 'fastify';
import { currentIds, idsOf, runWith } from './context.ts';
import { book, LedgerRefusal, type Refund } from './ledger.ts';
import { log } from './log.ts';
import { customerHash } from './personal-data.ts';

const app = Fastify();

app.addHook('onRequest', (request, reply, done) => {
  const ids = idsOf(request.headers);
  reply.header('x-request-id', ids.request_id);
  runWith(ids, done);
});

app.post<{ Body: Refund }>('/refunds', async (request, reply) => {
  const refund = request.body;
  const ids = currentIds() ?? idsOf(request.headers);
  return runWith(ids, async () => {
    const began = performance.now();
    const facts = () => ({
      route: '/refunds',
      order_id: refund.order_id,
      customer_hash: customerHash(refund.customer_id),
      amount: refund.amount,
      duration_ms: Math.round((performance.now() - began) * 1000) / 1000,
      note: refund.note,
    });
    log('info', 'refund_requested', 'refund requested', { order_id: refund.order_id });
    try {
      const reference = await book(refund);
      log('info', 'refund_completed', 'refund completed', { ...facts(), reference });
      return { reference };
    } catch (error) {
      const reason = error instanceof LedgerRefusal ? error.reason : 'unexpected';
      log('warn', 'refund_failed', 'refund failed', { ...facts(), reason, error: String(error) });
      return reply.code(502).send({ error: { code: 'REFUND_FAILED', message: 'the ledger refused' } });
    }
  });
});

await app.listen({ host: process.env.HOST ?? '127.0.0.1', port: Number(process.env.PORT) });
