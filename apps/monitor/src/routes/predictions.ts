import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Database } from '@lab/postgres';
import Type from 'typebox';
import { lookUpPrediction } from '../adapters/prediction-lookup.ts';
import { PredictionNotFound } from '../errors.ts';
import { ErrorAnswer } from './schemas.ts';

const text = Type.Union([Type.String(), Type.Null()]);

const Prediction = Type.Object({
  prediction_id: Type.String(),
  model_name: Type.String(),
  model_version: Type.String(),
  role: Type.String(),
  predicted_at: Type.String(),
  latency_ms: Type.Number(),
  score: Type.Union([Type.Number(), Type.Null()]),
  decision: text,
  features_source: text,
  features: Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()]),
  error_code: text,
  trace_id: text,
  is_fraud: Type.Union([Type.Boolean(), Type.Null()]),
  labelled_at: text,
});

export const predictionRoutes: FastifyPluginAsyncTypebox<{ database: Database }> = async (
  app,
  { database },
) => {
  app.get(
    '/v1/predictions/:id',
    {
      // Rows come from typed columns: the compiled serializer would check each value against the unions again.
      serializerCompiler: () => (data: unknown) => JSON.stringify(data),
      schema: {
        tags: ['predictions'],
        summary: 'What is known of a prediction: every version that scored it, and its label',
        params: Type.Object({ id: Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' }) }),
        response: {
          200: Type.Object({ predictions: Type.Array(Prediction) }),
          404: ErrorAnswer,
          503: ErrorAnswer,
        },
      },
    },
    async ({ params }) => {
      const predictions = await lookUpPrediction(database, params.id);
      if (predictions.length === 0) throw new PredictionNotFound(params.id);
      return { predictions };
    },
  );
};
