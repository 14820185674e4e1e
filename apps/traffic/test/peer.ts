import { FeatureWriteRequest, LabelBatch, PredictRequest, type PredictResponse } from '@lab/contracts';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';

export interface ReceivedPurchase {
  readonly transaction: PredictRequest;
  readonly headers: Readonly<Record<string, unknown>>;
  /** What the feature store held for the customer when the purchase arrived. */
  readonly stored: Readonly<Record<string, number | null>> | undefined;
}

/** The other side of the contracts: inference, features and monitor in one server that refuses what they refuse. */
export interface Peer {
  readonly origin: string;
  readonly purchases: ReceivedPurchase[];
  readonly refused: string[];
  readonly features: Map<string, Record<string, number | null>>;
  readonly labels: LabelBatch['labels'];
  /** What /readyz says. */
  ready: boolean;
  /** Replaceable while it runs; undefined answers by the contract. */
  onPredict: ((request: FastifyRequest, reply: FastifyReply) => Promise<unknown>) | undefined;
  onFeatures: ((reply: FastifyReply) => Promise<unknown>) | undefined;
  onLabels: ((reply: FastifyReply) => Promise<unknown>) | undefined;
  close(): Promise<void>;
}

export async function startPeer(): Promise<Peer> {
  const app: FastifyInstance = Fastify({
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false } },
  });
  const peer: Peer = {
    origin: '',
    purchases: [],
    refused: [],
    features: new Map(),
    labels: [],
    ready: true,
    onPredict: undefined,
    onFeatures: undefined,
    onLabels: undefined,
    close: () => app.close(),
  };
  app.setErrorHandler((error: { statusCode?: number; message: string }, _request, reply) => {
    peer.refused.push(error.message);
    return reply
      .code(error.statusCode ?? 500)
      .send({ error: { code: 'INVALID_REQUEST', message: error.message } });
  });

  app.get('/readyz', async (_request, reply) => reply.code(peer.ready ? 200 : 503).send({}));

  app.post('/predict', { schema: { body: PredictRequest } }, async (request, reply) => {
    const transaction = request.body as PredictRequest;
    peer.purchases.push({
      transaction,
      headers: request.headers,
      stored: peer.features.get(transaction.user_id),
    });
    if (peer.onPredict !== undefined) return await peer.onPredict(request, reply);
    return prediction(`prediction-${peer.purchases.length}`);
  });

  app.put('/features', { schema: { body: FeatureWriteRequest } }, async (request, reply) => {
    if (peer.onFeatures !== undefined) return await peer.onFeatures(reply);
    const { rows } = request.body as FeatureWriteRequest;
    for (const row of rows) peer.features.set(row.entity_id, row.features);
    return { stored: rows.length, stale: 0, rejected: [] };
  });

  app.post('/v1/labels', { schema: { body: LabelBatch } }, async (request, reply) => {
    if (peer.onLabels !== undefined) return await peer.onLabels(reply);
    peer.labels.push(...(request.body as LabelBatch).labels);
    return reply.code(202).send({ accepted: true });
  });

  const origin = await app.listen({ host: '127.0.0.1', port: 0 });
  return Object.assign(peer, { origin });
}

export const prediction = (prediction_id: string): PredictResponse => ({
  prediction_id,
  model_name: 'fraud-detection',
  model_version: '1',
  probability: 0.02,
  decision: 'approve',
  features_source: 'online',
});
