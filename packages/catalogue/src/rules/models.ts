import {
  mlModelInferenceDurationSeconds,
  mlModelPredictionsTotal,
  mlPredictionDurationSeconds,
  mlPredictionFeaturesSourceTotal,
  mlPredictionsTotal,
} from '../metrics/inference.ts';
import { quantile, rate, ratio, select, sumBy } from '../promql.ts';
import { type RecordingRuleGroup, record } from './recording-rule.ts';

const MODEL = ['model_name'] as const;
const VERSION = ['model_name', 'model_version'] as const;

export const modelPredictions = record(
  'model:ml_predictions:rate5m',
  MODEL,
  'Answers of /predict per second, errors included.',
  sumBy(MODEL, rate(mlPredictionsTotal, '5m')),
);

export const modelPredictionErrorRatio = record(
  'model:ml_prediction_errors:ratio_rate5m',
  MODEL,
  'Share of /predict that failed, 0 to 1; absent without traffic.',
  ratio(sumBy(MODEL, rate(mlPredictionsTotal, '5m', { status: 'error' })), select(modelPredictions)),
);

const predictionLatency = (name: 'p50' | 'p95' | 'p99', q: number) =>
  record(
    `model:ml_prediction_duration_seconds:${name}_rate5m`,
    MODEL,
    `Seconds within which ${q * 100} % of /predict was answered, features and all.`,
    quantile(q, mlPredictionDurationSeconds, MODEL, '5m'),
  );

export const predictionLatencyP50 = predictionLatency('p50', 0.5);
export const predictionLatencyP95 = predictionLatency('p95', 0.95);
export const predictionLatencyP99 = predictionLatency('p99', 0.99);

export const versionPredictions = record(
  'version:ml_model_predictions:rate5m',
  VERSION,
  'Rows per second that the version scored, shadow and canary included.',
  sumBy(VERSION, rate(mlModelPredictionsTotal, '5m')),
);

export const versionErrorRatio = record(
  'version:ml_model_prediction_errors:ratio_rate5m',
  VERSION,
  'Share of rows that the version failed to score, 0 to 1; absent without traffic.',
  ratio(sumBy(VERSION, rate(mlModelPredictionsTotal, '5m', { status: 'error' })), select(versionPredictions)),
);

const inferenceLatency = (name: 'p95' | 'p99', q: number) =>
  record(
    `version:ml_model_inference_duration_seconds:${name}_rate5m`,
    VERSION,
    `Seconds within which ONNX Runtime finished ${q * 100} % of the executions.`,
    quantile(q, mlModelInferenceDurationSeconds, VERSION, '5m'),
  );

export const inferenceLatencyP95 = inferenceLatency('p95', 0.95);
export const inferenceLatencyP99 = inferenceLatency('p99', 0.99);

export const modelDefaultFeaturesRatio = record(
  'model:ml_prediction_default_features:ratio_rate5m',
  MODEL,
  'Share of the predictions that were made with default features, 0 to 1; absent without traffic.',
  ratio(
    sumBy(MODEL, rate(mlPredictionFeaturesSourceTotal, '5m', { features_source: 'default' })),
    sumBy(MODEL, rate(mlPredictionFeaturesSourceTotal, '5m')),
  ),
);

export const modelRules: RecordingRuleGroup = {
  name: 'models',
  rules: [
    modelPredictions,
    modelPredictionErrorRatio,
    predictionLatencyP50,
    predictionLatencyP95,
    predictionLatencyP99,
    versionPredictions,
    versionErrorRatio,
    inferenceLatencyP95,
    inferenceLatencyP99,
    modelDefaultFeaturesRatio,
  ],
};
