/** The gateway: takes payments, checks limits, and has them scored, at once or in batches. */
import { serve } from '../shared/http-app.ts';
import { gatewayApp } from './app.ts';
import { PaymentQueue } from './queue.ts';
import { scorerAt } from './scorer-client.ts';

const scorer = scorerAt(process.env.SCORER_URL ?? '');
const queue = new PaymentQueue(scorer);
const app = await gatewayApp(scorer, queue);
app.addHook('onClose', async () => queue.stop());
await serve(app);
