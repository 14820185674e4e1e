import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { PredictRequest, PredictResponse } from '@lab/contracts';
import { ROOT_CONTEXT } from '@opentelemetry/api';
import Type from 'typebox';
import { FAULT_HEADER } from '../domain/injected-fault.ts';
import type { Predictor } from '../domain/predictor.ts';
import { ErrorAnswer } from './error-answer.ts';

interface Options {
  readonly predictor: Predictor;
  readonly faultInjection: boolean;
}

export const predictRoutes: FastifyPluginAsyncTypebox<Options> = async (
  app,
  { predictor, faultInjection },
) => {
  app.post(
    '/predict',
    {
      config: { ownRequestLine: true },
      schema: {
        tags: ['prediction'],
        summary: 'Score a card transaction',
        description:
          'With `explain=true` the answer also says which features moved the score, and by how much. The prediction ' +
          'itself is made, told and counted as any other; only whoever asks for the reasons waits for them.',
        querystring: Type.Object({
          explain: Type.Optional(Type.Enum(['true', 'false'])),
        }),
        body: PredictRequest,
        response: { 200: PredictResponse, '4xx': ErrorAnswer, '5xx': ErrorAnswer },
      },
    },
    async (request) => {
      const fault = request.headers[FAULT_HEADER];
      return predictor.predict(request.body, {
        requestId: request.id,
        log: request.log as never,
        context: request.serverSpan?.context ?? ROOT_CONTEXT,
        span: request.serverSpan?.span,
        fault: faultInjection && typeof fault === 'string' ? fault : undefined,
        explain: request.query.explain === 'true',
      });
    },
  );
};
