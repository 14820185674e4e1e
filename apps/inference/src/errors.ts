import createError from '@fastify/error';

export const InvalidTensor = createError<[string]>('INVALID_TENSOR', '%s', 400);
export const InvalidInferRequest = createError<[string]>('INVALID_INFER_REQUEST', '%s', 400);
export const ModelNotFound = createError<[string]>('MODEL_NOT_FOUND', 'no model %s', 404);
export const ModelVersionNotLoaded = createError<[string, string]>(
  'MODEL_VERSION_NOT_LOADED',
  'version %s of model %s is not loaded',
  404,
);
export const ModelNotReady = createError<[string]>(
  'MODEL_NOT_READY',
  'model %s has no version that answers yet',
  503,
);
export const ModelLoadFailed = createError<[string]>('MODEL_LOAD_FAILED', '%s', 422);
export const VersionInUse = createError<[string]>('VERSION_IN_USE', '%s', 409);
export const InvalidRoute = createError<[string]>('INVALID_ROUTE', '%s', 422);
export const QueueFull = createError<[string, string]>(
  'QUEUE_FULL',
  'the queue of model %s version %s is full, try again later',
  503,
);
export const ModelClosed = createError<[string]>('MODEL_CLOSED', 'model %s was unloaded', 503);
export const InferenceFailed = createError<[string]>('INFERENCE_FAILED', '%s', 500);
export const ExplanationImpossible = createError<[string]>('EXPLANATION_IMPOSSIBLE', '%s', 422);
export const ExplanationsBusy = createError(
  'EXPLANATIONS_BUSY',
  'as many predictions are being explained as may be; try again later',
  503,
);
export const ExplanationTooSlow = createError(
  'EXPLANATION_TOO_SLOW',
  'customers came first; try again later',
  503,
);
export const FeaturesUnavailable = createError<[string]>(
  'FEATURES_UNAVAILABLE',
  'features cannot be fetched: %s',
  503,
);
