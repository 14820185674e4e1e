import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { ExplainRequest, ExplainResponse } from '@lab/contracts';
import { sampledTraceId } from '@lab/instrumentation';
import { explainedInput } from '../domain/explanation/explained-input.ts';
import type { Explainer } from '../domain/explanation/explainer.ts';
import type { ModelRegistry } from '../domain/model-registry.ts';
import { ErrorAnswer } from './error-answer.ts';

/** 64 predictions, with room. */
const BODY_BYTES = 64 * 1024;

interface Options {
  readonly registry: ModelRegistry;
  readonly explainer: Explainer;
  /** The model behind /predict: it is the one whose features have names. */
  readonly modelName: string;
}

export const explainRoutes: FastifyPluginAsyncTypebox<Options> = async (
  app,
  { registry, explainer, modelName },
) => {
  app.post(
    '/explain',
    {
      bodyLimit: BODY_BYTES,
      schema: {
        tags: ['prediction'],
        summary: 'Say why predictions came out as they did',
        description:
          'Takes what the events of predictions say that they were made from. Predicts nothing: no event, no decision, ' +
          'and no place in the queue before a customer.',
        body: ExplainRequest,
        response: { 200: ExplainResponse, '4xx': ErrorAnswer, '5xx': ErrorAnswer },
      },
    },
    async ({ body: { model_version, predictions }, serverSpan }) => ({
      model_name: modelName,
      model_version,
      explanations: await explainer.explain(
        registry.version(modelName, model_version),
        predictions.map(explainedInput),
        sampledTraceId(serverSpan?.span),
      ),
    }),
  );
};
