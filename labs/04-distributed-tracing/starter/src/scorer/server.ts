/** The scorer: rules and the lab's model decide about a payment. */
import { serve } from '../shared/http-app.ts';
import { scorerApp } from './app.ts';
import { modelAt } from './model.ts';

await serve(await scorerApp(modelAt(process.env.INFERENCE_URL ?? '')));
