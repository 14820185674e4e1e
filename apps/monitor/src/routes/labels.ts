import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { LabelBatch } from '@lab/contracts';
import Type from 'typebox';
import type { LabelIntake } from '../label-intake.ts';
import { ErrorAnswer } from './schemas.ts';

export const labelRoutes: FastifyPluginAsyncTypebox<{ intake: LabelIntake }> = async (app, { intake }) => {
  app.post(
    '/v1/labels',
    {
      // 1,000 labels of 64-character ids.
      bodyLimit: 256 * 1024,
      schema: {
        tags: ['ingestion'],
        summary: 'Tell what predictions should have been',
        description:
          'Late, early, in any order and repeatedly. Where labels contradict each other, the newest `labelled_at` counts. ' +
          'Answered once everything is committed; a batch may be sent again.',
        body: LabelBatch,
        response: { 200: Type.Object({ accepted: Type.Integer() }), 400: ErrorAnswer, 503: ErrorAnswer },
      },
    },
    async ({ body }) => {
      await intake.accept(body);
      return { accepted: body.labels.length };
    },
  );
};
