import createError from '@fastify/error';

/** The database cannot be asked now; the same request may succeed later. */
export const StoreUnavailable = createError(
  'STORE_UNAVAILABLE',
  "the monitor's store cannot be reached; try again later",
  503,
);
/** OTLP/HTTP names 429 and 503 as retryable: whoever sends from a queue keeps the batch. */
export const MonitorBusy = createError(
  'MONITOR_BUSY',
  'too many batches are being stored; try again later',
  429,
);
export const BatchTooLarge = createError('BATCH_TOO_LARGE', 'the batch is larger than allowed', 413);
export const MalformedLogs = createError<[string]>('MALFORMED_LOGS', 'no OTLP logs request: %s', 400);
export const UnknownEncoding = createError<[string]>(
  'UNKNOWN_ENCODING',
  'content-encoding %s is not supported; use gzip, deflate or none',
  415,
);
export const MalformedLabelTime = createError<[string]>('MALFORMED_LABEL_TIME', '%s is no time', 400);
export const PredictionNotFound = createError<[string]>('PREDICTION_NOT_FOUND', 'no prediction %s', 404);
export const ReportNotFound = createError<[string]>('REPORT_NOT_FOUND', 'no drift report %s', 404);
export const DriftRunInProgress = createError(
  'DRIFT_RUN_IN_PROGRESS',
  'a drift run is in progress; ask for its result',
  409,
);
export const InferenceUnavailable = createError<[string]>(
  'INFERENCE_UNAVAILABLE',
  'the inference service cannot explain now: %s',
  503,
);
export const VersionNotExplained = createError<[string]>(
  'VERSION_NOT_EXPLAINED',
  'the prediction cannot be explained: %s',
  409,
);
