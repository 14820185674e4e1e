import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import Type, { type Static } from 'typebox';
import type { FeatureService, FeatureView } from '../domain/feature-view.ts';

const FeatureViews = Type.Object({
  feature_views: Type.Array(
    Type.Object({
      name: Type.String(),
      description: Type.String(),
      entity: Type.String(),
      features: Type.Array(
        Type.Object({
          name: Type.String(),
          description: Type.String(),
          type: Type.Enum(['integer', 'float']),
          minimum: Type.Number(),
          maximum: Type.Number(),
          nullable: Type.Boolean(),
          max_age_seconds: Type.Number(),
        }),
      ),
    }),
  ),
  feature_services: Type.Array(
    Type.Object({ name: Type.String(), feature_view: Type.String(), features: Type.Array(Type.String()) }),
  ),
});

/** What is stored and served, for people and for writers that check before they send. */
export const featureViewRoutes = (
  views: readonly FeatureView[],
  services: readonly FeatureService[],
): FastifyPluginAsyncTypebox => {
  const answer: Static<typeof FeatureViews> = {
    feature_views: views.map(({ name, description, entity, features }) => ({
      name,
      description,
      entity,
      features: features.map(({ range: [minimum, maximum], maxAgeSeconds, ...rest }) => ({
        ...rest,
        minimum,
        maximum,
        max_age_seconds: maxAgeSeconds,
      })),
    })),
    feature_services: services.map(({ name, view, features }) => ({
      name,
      feature_view: view,
      features: [...features],
    })),
  };
  return async (app) => {
    app.get(
      '/feature-views',
      { schema: { summary: 'Definitions of views and services', response: { 200: FeatureViews } } },
      async () => answer,
    );
  };
};
