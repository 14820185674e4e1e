import {
  BATCH_ROWS,
  INFERENCE_SECONDS,
  LOAD_SECONDS,
  QUEUE_SECONDS,
  REQUEST_SECONDS,
  SHARE,
} from '../buckets.ts';
import { MAX_MODEL_VERSIONS, MAX_MODELS } from '../limits.ts';
import { counter, gauge, histogram } from '../metric.ts';

export const PREDICTION_STATUSES = ['success', 'error'] as const;
export const FEATURES_SOURCES = ['online', 'default'] as const;
export const DECISIONS = ['approve', 'review', 'decline'] as const;
export const MODEL_ROLES = ['champion', 'canary', 'shadow'] as const;
export const BATCH_REASONS = ['full', 'timeout', 'idle', 'drain'] as const;
export const EXECUTION_MODES = ['inline', 'worker'] as const;
export const FEATURE_FETCH_OUTCOMES = ['success', 'timeout', 'error', 'circuit_open'] as const;
export const CIRCUIT_STATES = ['closed', 'half_open', 'open'] as const;
/** `busy`: too many at once; `too_slow`: customers came first. */
export const EXPLANATION_OUTCOMES = ['success', 'too_slow', 'busy', 'error'] as const;

const model = { model_name: MAX_MODELS } as const;
const version = { model_name: MAX_MODELS, model_version: MAX_MODEL_VERSIONS } as const;

export const mlPredictionsTotal = counter({
  name: 'ml_predictions_total',
  help: 'Requests answered by /predict, features and all.',
  labels: { ...version, status: PREDICTION_STATUSES },
});

export const mlPredictionDurationSeconds = histogram({
  name: 'ml_prediction_duration_seconds',
  help: 'The whole /predict request: features, queue, inference, answer.',
  labels: model,
  buckets: REQUEST_SECONDS,
});

export const mlModelPredictionsTotal = counter({
  name: 'ml_model_predictions_total',
  help: 'Rows that a model version has scored, shadow and canary included.',
  labels: { ...version, status: PREDICTION_STATUSES },
});

export const mlModelInferenceDurationSeconds = histogram({
  name: 'ml_model_inference_duration_seconds',
  help: 'Time in ONNX Runtime alone, per execution of a batch.',
  labels: version,
  buckets: INFERENCE_SECONDS,
});

export const mlModelQueueDurationSeconds = histogram({
  name: 'ml_model_queue_duration_seconds',
  help: 'Time a request waited for its batch to start.',
  labels: version,
  buckets: QUEUE_SECONDS,
});

export const mlModelBatchRows = histogram({
  name: 'ml_model_batch_rows',
  help: 'Rows per execution.',
  labels: version,
  buckets: BATCH_ROWS,
});

export const mlModelBatchesTotal = counter({
  name: 'ml_model_batches_total',
  help: 'Executions, by the reason for which the batch was closed.',
  labels: { ...version, reason: BATCH_REASONS },
});

export const mlModelQueueRows = gauge({
  name: 'ml_model_queue_rows',
  help: 'Rows waiting for execution.',
  labels: version,
});

export const mlModelQueueLimitRows = gauge({
  name: 'ml_model_queue_limit_rows',
  help: 'Rows that may wait before requests are refused with 503.',
  labels: version,
});

export const mlModelInFlightRows = gauge({
  name: 'ml_model_in_flight_rows',
  help: 'Rows in ONNX Runtime at this moment.',
  labels: version,
});

export const mlModelRejectedTotal = counter({
  name: 'ml_model_rejected_total',
  help: 'Requests refused because the queue of the model was full.',
  labels: version,
});

export const mlModelLoadDurationSeconds = histogram({
  name: 'ml_model_load_duration_seconds',
  help: 'Reading, verifying and warming up a model version.',
  labels: version,
  buckets: LOAD_SECONDS,
});

export const mlModelLoadedTimestampSeconds = gauge({
  name: 'ml_model_loaded_timestamp_seconds',
  help: 'Unix time at which the model version became ready.',
  labels: version,
});

export const mlModelRole = gauge({
  name: 'ml_model_role',
  help: '1 for the role that a loaded model version has, 0 for the others.',
  labels: { ...version, role: MODEL_ROLES },
});

export const mlModelTrafficShare = gauge({
  name: 'ml_model_traffic_share',
  help: 'Share of /predict answered by the model version, 0 to 1; 0 for a shadow.',
  labels: version,
});

export const mlModelExecutionMode = gauge({
  name: 'ml_model_execution_mode',
  help: '1 for the place where the model version runs: in a worker thread, or inline because it is too small to gain from one.',
  labels: { ...version, mode: EXECUTION_MODES },
});

export const mlPredictionScore = histogram({
  name: 'ml_prediction_score',
  help: 'Distribution of the predicted probability, shadow and canary included.',
  labels: version,
  buckets: SHARE,
});

export const mlPredictionDecisionsTotal = counter({
  name: 'ml_prediction_decisions_total',
  help: 'Decisions given to callers.',
  labels: { ...version, decision: DECISIONS },
});

export const mlPredictionFeaturesSourceTotal = counter({
  name: 'ml_prediction_features_source_total',
  help: 'Predictions by where their features came from; "default" is a degraded prediction.',
  labels: { ...model, features_source: FEATURES_SOURCES },
});

export const mlExplanationsTotal = counter({
  name: 'ml_explanations_total',
  help: 'Predictions that somebody asked to have explained, by what became of it.',
  labels: { ...model, outcome: EXPLANATION_OUTCOMES },
});

export const mlExplanationDurationSeconds = histogram({
  name: 'ml_explanation_duration_seconds',
  help: 'Time to explain the predictions of one request, in what time customers left over.',
  labels: model,
  buckets: REQUEST_SECONDS,
});

export const mlFeatureFetchTotal = counter({
  name: 'ml_feature_fetch_total',
  help: 'Lookups at the feature service, by outcome.',
  labels: { outcome: FEATURE_FETCH_OUTCOMES },
});

export const mlFeatureFetchDurationSeconds = histogram({
  name: 'ml_feature_fetch_duration_seconds',
  help: 'Lookup at the feature service as the caller sees it, retries included.',
  labels: {},
  buckets: REQUEST_SECONDS,
});

export const mlFeatureFetchRetriesTotal = counter({
  name: 'ml_feature_fetch_retries_total',
  help: 'Second attempts that the retry budget allowed.',
  labels: {},
});

export const mlFeatureCircuitState = gauge({
  name: 'ml_feature_circuit_state',
  help: '1 for the state that the circuit breaker towards the feature service is in.',
  labels: { state: CIRCUIT_STATES },
});
