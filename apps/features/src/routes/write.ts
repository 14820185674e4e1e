import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { FeatureWriteRequest, FeatureWriteResponse } from '@lab/contracts';
import type { OnlineFeatures } from '../online-features.ts';
import { ErrorAnswer } from './schemas.ts';

export const writeRoutes = (online: OnlineFeatures): FastifyPluginAsyncTypebox => {
  return async (app) => {
    app.put(
      '/features',
      {
        schema: {
          summary: 'Write features',
          description:
            'Each row replaces what is stored of its entity, unless that is of the same or a later event. ' +
            'A value that fails a check is listed under `rejected` and left out; its row is stored without it.',
          body: FeatureWriteRequest,
          response: { 200: FeatureWriteResponse, 400: ErrorAnswer, 503: ErrorAnswer },
        },
      },
      async (request) => {
        const { response, issue } = await online.write(request.body.rows);
        if (issue !== undefined) {
          request.log[issue.severity === 'high' ? 'error' : 'warn'](
            { event_type: 'data_quality_issue', ...issue },
            'data quality issue',
          );
        }
        return response;
      },
    );
  };
};
