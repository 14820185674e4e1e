/**
 * The bare variant: what the frameworks alone can do. Fastify with the same schema for the body, the same encoding of
 * the features, ONNX Runtime on the main thread; no metrics, no logs, no spans. The upper bound that observability is
 * measured against. Settings: PORT, MODEL_PATH (a folder with model.onnx and manifest.json).
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PredictRequest } from '@lab/contracts';
import { DEFAULT_USER_FEATURES, encodeFeatures, type Transaction } from '@lab/model/features';
import Fastify from 'fastify';
import * as ort from 'onnxruntime-node';

const folder = process.env.MODEL_PATH ?? '';
const { thresholds } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as {
  thresholds: { review: number; decline: number };
};
const session = await ort.InferenceSession.create(join(folder, 'model.onnx'), {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
});

const app = Fastify();
app.get('/healthz', async () => ({ status: 'ok' }));
app.post('/predict', { schema: { body: PredictRequest } }, async (request) => {
  const row = encodeFeatures(request.body as Transaction, DEFAULT_USER_FEATURES);
  const { probability } = await session.run({ input: new ort.Tensor('float32', row, [1, row.length]) });
  const score = Number(probability?.data[0]);
  const decision =
    score >= thresholds.decline ? 'decline' : score >= thresholds.review ? 'review' : 'approve';
  return { probability: score, decision };
});
await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
