import createError from '@fastify/error';

/** The database cannot be asked now; the same request may succeed later. */
export const FeatureStoreUnavailable = createError(
  'FEATURE_STORE_UNAVAILABLE',
  'the feature store cannot be reached; try again later',
  503,
);
export const FeatureNotFound = createError<[string]>('FEATURE_NOT_FOUND', 'no feature %s', 404);
export const FeatureServiceNotFound = createError<[string]>(
  'FEATURE_SERVICE_NOT_FOUND',
  'no feature service %s',
  404,
);
export const EntityMismatch = createError<[string]>(
  'ENTITY_MISMATCH',
  'entities must hold %s and nothing else',
  400,
);
export const FeatureSelectionInvalid = createError(
  'FEATURE_SELECTION_INVALID',
  'name either features or a feature_service',
  400,
);
