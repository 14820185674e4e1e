import Type, { type Static } from 'typebox';

const EntityId = Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9_-]+$' });
const FeatureValue = Type.Union([Type.Number(), Type.Null()]);

/** What the feature service knows of one entity: GET /features/{entity_id}, and one item of POST /features/lookup. */
export const EntityFeatures = Type.Object(
  {
    entity_id: Type.String(),
    features: Type.Record(Type.String(), FeatureValue),
    statuses: Type.Record(
      Type.String(),
      Type.Union([Type.Literal('present'), Type.Literal('missing'), Type.Literal('stale')]),
    ),
    event_timestamp: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
  },
  { $id: 'EntityFeatures' },
);
export type EntityFeatures = Static<typeof EntityFeatures>;

/** POST /features/lookup: many entities in one request, answered in the order asked. */
export const FeatureLookupRequest = Type.Object(
  { entity_ids: Type.Array(EntityId, { minItems: 1, maxItems: 500 }) },
  { $id: 'FeatureLookupRequest', additionalProperties: false },
);
export type FeatureLookupRequest = Static<typeof FeatureLookupRequest>;

export const FeatureLookupResponse = Type.Object(
  { entities: Type.Array(EntityFeatures) },
  { $id: 'FeatureLookupResponse' },
);
export type FeatureLookupResponse = Static<typeof FeatureLookupResponse>;

/** PUT /features: values as of an event time; older events than the stored one change nothing. */
export const FeatureWriteRequest = Type.Object(
  {
    rows: Type.Array(
      Type.Object(
        {
          entity_id: EntityId,
          event_timestamp: Type.String({ format: 'date-time' }),
          features: Type.Record(Type.String({ pattern: '^[a-z][a-z0-9_]{0,63}$' }), FeatureValue),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 500 },
    ),
  },
  { $id: 'FeatureWriteRequest', additionalProperties: false },
);
export type FeatureWriteRequest = Static<typeof FeatureWriteRequest>;

export const FeatureWriteResponse = Type.Object(
  {
    stored: Type.Integer(),
    stale: Type.Integer(),
    rejected: Type.Array(
      Type.Object({
        entity_id: Type.String(),
        feature_name: Type.String(),
        check: Type.String(),
      }),
    ),
  },
  { $id: 'FeatureWriteResponse' },
);
export type FeatureWriteResponse = Static<typeof FeatureWriteResponse>;
