import { select } from '../promql.ts';
import { serviceErrorRatio } from '../rules/http.ts';
import { inferenceLatencyP95, predictionLatencyP99, versionErrorRatio } from '../rules/models.ts';
import type { Alert, AlertGroup } from './alert.ts';

const serving = (panel: string) => ({ dashboard: 'model-serving', panel });
/** The rules below aggregate the service away; alerts are grouped by it. */
const INFERENCE = { service: 'inference' } as const;

export const highPredictionLatency: Alert = {
  name: 'HighPredictionLatency',
  expression: `${select(predictionLatencyP99)} > 1`,
  for: '5m',
  severity: 'warning',
  team: 'ml-platform',
  labels: INFERENCE,
  summary: 'Predictions are slow',
  description:
    '1 % of the requests for {{ $labels.model_name }} take longer than {{ $value | humanizeDuration }}; the limit is 1 s.',
  panel: serving('Prediction latency'),
};

export const highModelLatency: Alert = {
  name: 'HighModelLatency',
  expression: `${select(inferenceLatencyP95)} > 1`,
  for: '2m',
  severity: 'warning',
  team: 'ml-platform',
  labels: INFERENCE,
  summary: 'A model executes slowly',
  description:
    '5 % of the executions of {{ $labels.model_name }} {{ $labels.model_version }} take longer than {{ $value | humanizeDuration }} in ONNX Runtime; the limit is 1 s.',
  panel: serving('Inference duration'),
};

export const highModelErrorRate: Alert = {
  name: 'HighModelErrorRate',
  expression: `${select(versionErrorRatio)} > 0.05`,
  for: '3m',
  severity: 'warning',
  team: 'ml-platform',
  labels: INFERENCE,
  summary: 'A model fails',
  description:
    '{{ $labels.model_name }} {{ $labels.model_version }} fails to score {{ $value | humanizePercentage }} of its rows; the limit is 5 %.',
  panel: serving('Failed rows'),
};

export const highErrorRate: Alert = {
  name: 'HighErrorRate',
  expression: `${select(serviceErrorRatio)} > 0.05`,
  for: '3m',
  severity: 'critical',
  team: 'ml-platform',
  summary: 'A service answers with errors',
  description:
    '{{ $labels.service }} answers {{ $value | humanizePercentage }} of its requests with 5xx; the limit is 5 %.',
  panel: { dashboard: 'services-red', panel: 'Error ratio' },
};

export const servingAlerts: AlertGroup = {
  name: 'serving',
  alerts: [highPredictionLatency, highModelLatency, highModelErrorRate, highErrorRate],
};
