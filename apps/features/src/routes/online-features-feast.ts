import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type, { type Static } from 'typebox';
import { feastResult } from '../domain/feast.ts';
import type { FeatureService } from '../domain/feature-view.ts';
import {
  EntityMismatch,
  FeatureNotFound,
  FeatureSelectionInvalid,
  FeatureServiceNotFound,
} from '../errors.ts';
import type { OnlineFeatures } from '../online-features.ts';
import { EntityId, ErrorAnswer } from './schemas.ts';

const MAX_ENTITIES = 500;

const FeastRequest = Type.Object(
  {
    features: Type.Optional(
      Type.Array(Type.String({ pattern: '^[a-z0-9_]+:[a-z0-9_]+$' }), { minItems: 1, maxItems: 100 }),
    ),
    feature_service: Type.Optional(Type.String()),
    entities: Type.Record(
      Type.String(),
      Type.Array(Type.Union([EntityId, Type.Integer()]), { minItems: 1, maxItems: MAX_ENTITIES }),
    ),
    full_feature_names: Type.Optional(Type.Boolean({ default: false })),
  },
  { additionalProperties: false },
);

const FeastResponse = Type.Object({
  metadata: Type.Object({ feature_names: Type.Array(Type.String()) }),
  results: Type.Array(
    Type.Object({
      values: Type.Array(Type.Union([Type.String(), Type.Number(), Type.Null()])),
      statuses: Type.Array(Type.Enum(['PRESENT', 'NULL_VALUE', 'NOT_FOUND', 'OUTSIDE_MAX_AGE'])),
      event_timestamps: Type.Array(Type.String({ format: 'date-time' })),
    }),
  ),
});

export const feastRoutes = (
  online: OnlineFeatures,
  services: readonly FeatureService[],
): FastifyPluginAsyncTypebox => {
  const { view } = online;
  const known = new Set(view.features.map((feature) => feature.name));

  return async (app) => {
    app.post(
      '/get-online-features',
      {
        schema: {
          summary: "Feast's online lookup",
          description: `\`features\` as \`${view.name}:<feature>\`, or the name of a \`feature_service\`.`,
          body: FeastRequest,
          response: { 200: FeastResponse, 400: ErrorAnswer, 404: ErrorAnswer, 503: ErrorAnswer },
        },
      },
      async ({ body }) => {
        const featureNames = selectedFeatures(body);
        const keys = entityKeys(body.entities);
        const entities = await online.lookup(keys.map(String));
        const prefix = body.full_feature_names ? `${view.name}__` : '';
        return {
          metadata: { feature_names: [view.entity, ...featureNames.map((name) => prefix + name)] },
          results: entities.map((entity, index) =>
            feastResult(keys[index] ?? entity.entity_id, entity, featureNames),
          ),
        };
      },
    );
  };

  function selectedFeatures({ features, feature_service }: Static<typeof FeastRequest>): readonly string[] {
    if ((features === undefined) === (feature_service === undefined)) throw new FeatureSelectionInvalid();
    if (features === undefined) {
      const service = services.find(({ name }) => name === feature_service);
      if (service === undefined) throw new FeatureServiceNotFound(feature_service ?? '');
      return service.features;
    }
    return features.map((reference) => {
      const [viewName, name] = reference.split(':') as [string, string];
      if (viewName !== view.name || !known.has(name)) throw new FeatureNotFound(reference);
      return name;
    });
  }

  function entityKeys(entities: Static<typeof FeastRequest>['entities']): readonly (string | number)[] {
    const keys = entities[view.entity];
    if (keys === undefined || Object.keys(entities).length !== 1) throw new EntityMismatch(view.entity);
    return keys;
  }
};
