import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { EntityFeatures, FeatureLookupRequest, FeatureLookupResponse } from '@lab/contracts';
import Type from 'typebox';
import type { OnlineFeatures } from '../online-features.ts';
import { EntityId, ErrorAnswer } from './schemas.ts';

/**
 * Answers go out through JSON.stringify: the compiled serializer would check every value against the contract's unions,
 * and what is served comes from typed columns.
 */
const serializerCompiler = () => (data: unknown) => JSON.stringify(data);

export const lookupRoutes = (online: OnlineFeatures): FastifyPluginAsyncTypebox => {
  return async (app) => {
    app.get(
      '/features/:entity_id',
      {
        serializerCompiler,
        schema: {
          summary: 'The features of one entity',
          description: 'An entity that was never written is answered with every feature `missing`.',
          params: Type.Object({ entity_id: EntityId }),
          response: { 200: EntityFeatures, 400: ErrorAnswer, 503: ErrorAnswer },
        },
      },
      async (request) => {
        const [answer] = await online.lookup([request.params.entity_id]);
        return answer as EntityFeatures; // as many answers as ids
      },
    );

    app.post(
      '/features/lookup',
      {
        serializerCompiler,
        schema: {
          summary: 'The features of many entities',
          description: 'Answered in the order asked.',
          body: FeatureLookupRequest,
          response: { 200: FeatureLookupResponse, 400: ErrorAnswer, 503: ErrorAnswer },
        },
      },
      async (request) => ({ entities: await online.lookup(request.body.entity_ids) }),
    );
  };
};
