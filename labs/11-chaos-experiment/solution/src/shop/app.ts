import Fastify, { type FastifyInstance } from 'fastify';
import { askModel } from './model.ts';
import { type Decision, Payment } from './payment.ts';
import { decideByRules } from './rules.ts';
import { Workers } from './workers.ts';

/** Routes, and which of the shop's two pools of workers serves each. */
export type Pools = Readonly<Record<'checkout' | 'delivery' | 'stock' | 'vouchers', 'left' | 'right'>>;

const WORKERS = 6;

export function shopApp(modelUrl: string, pools: Pools): FastifyInstance {
  const app = Fastify({ logger: { level: process.env.LOG_LEVEL ?? 'warn' } });
  const workers = { left: new Workers(WORKERS), right: new Workers(WORKERS) };

  app.post<{ Body: Payment }>('/checkout', { schema: { body: Payment } }, ({ body }) =>
    workers[pools.checkout].run(() => decide(modelUrl, body)),
  );

  // These three ask nobody.
  app.get('/delivery', () => workers[pools.delivery].run(async () => ({ days: 2 })));
  app.get('/stock', () => workers[pools.stock].run(async () => ({ left: 12 })));
  app.get('/vouchers', () => workers[pools.vouchers].run(async () => ({ valid: true })));

  return app;
}

/** By the rules where the model does not answer in time: a customer who waits is a customer who leaves. */
async function decide(
  modelUrl: string,
  payment: Payment,
): Promise<{ decision: Decision; decided_by: 'model' | 'rules' }> {
  try {
    return { decision: await askModel(modelUrl, payment), decided_by: 'model' };
  } catch {
    return { decision: decideByRules(payment), decided_by: 'rules' };
  }
}
