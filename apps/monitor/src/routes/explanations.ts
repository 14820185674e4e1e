import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Explanation, PredictionFeatures } from '@lab/contracts';
import type { Database } from '@lab/postgres';
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { InferenceClient } from '../adapters/inference-client.ts';
import { lookUpPrediction } from '../adapters/prediction-lookup.ts';
import { InferenceUnavailable, PredictionNotFound, VersionNotExplained } from '../errors.ts';
import type { ExplanationsResult } from '../pipelines/explanations.ts';
import type { Pipeline } from '../pipelines/pipeline.ts';
import { ErrorAnswer } from './schemas.ts';

interface ExplanationRoutesOptions {
  readonly pipeline: Pipeline<ExplanationsResult[]>;
  readonly database: Database;
  readonly inference: InferenceClient | undefined;
}

const Shares = Type.Object({
  model_name: Type.String(),
  model_version: Type.String(),
  predictions: Type.Integer({ description: 'how many were explained' }),
  features: Type.Array(
    Type.Object({
      feature_name: Type.String(),
      share: Type.Number({ description: 'of the mean size of all contributions, 0 to 1' }),
      mean_absolute_contribution: Type.Number(),
      mean_contribution: Type.Number(),
    }),
  ),
});

const Explained = Type.Object({
  prediction_id: Type.String(),
  model_name: Type.String(),
  model_version: Type.String(),
  explanation: Explanation,
});

const isComplete = Compile(PredictionFeatures);
const tags = ['explanations'];

export const explanationRoutes: FastifyPluginAsyncTypebox<ExplanationRoutesOptions> = async (
  app,
  { pipeline, database, inference },
) => {
  app.get(
    '/v1/explanations',
    {
      schema: {
        tags,
        summary: 'Which features moved the scores of recent predictions, by version, computed now',
        description:
          'Over a sample. Empty where nothing was predicted lately or the inference service is away.',
        response: { 200: Type.Object({ explanations: Type.Array(Shares) }), 503: ErrorAnswer },
      },
    },
    async () => ({
      explanations: ((await pipeline.run()) ?? []).map(({ features, ...facts }) => ({
        ...facts,
        features: [...features],
      })),
    }),
  );

  app.get(
    '/v1/predictions/:id/explanation',
    {
      schema: {
        tags,
        summary: 'Why a stored prediction came out as it did',
        description:
          'Of the version that answered; its model must still be in memory at the inference service.',
        params: Type.Object({ id: Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' }) }),
        response: { 200: Explained, 404: ErrorAnswer, 409: ErrorAnswer, 503: ErrorAnswer },
      },
    },
    async ({ params: { id } }) => {
      if (inference === undefined) throw new InferenceUnavailable('INFERENCE_URL is not set');
      const [prediction] = await lookUpPrediction(database, id);
      if (prediction === undefined) throw new PredictionNotFound(id);
      const { model_name, model_version, features } = prediction;
      if (!isComplete.Check(features))
        throw new VersionNotExplained('the prediction has no complete features');
      const [explanation] = await inference.explain(model_version, [features]);
      return { prediction_id: id, model_name, model_version, explanation: explanation as Explanation };
    },
  );
};
