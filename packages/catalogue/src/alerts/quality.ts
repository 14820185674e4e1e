import { mlPredictionsTotal } from '../metrics/inference.ts';
import {
  mlConceptDriftScore,
  mlDataDriftScore,
  mlLabelCoverageRatio,
  mlModelAccuracy,
  mlModelLabelledPredictions,
  mlMonitorEventsTotal,
  mlMonitorStoredPredictions,
  mlPredictionDriftScore,
  mlRequestQualityCheckedTotal,
  mlRequestQualityIssuesTotal,
} from '../metrics/monitor.ts';
import { increase, maxBy, minBy, rate, ratio, select, sumBy, withEvents } from '../promql.ts';
import type { Alert, AlertGroup } from './alert.ts';

const MODEL = ['model_name'] as const;
const VERSION = ['model_name', 'model_version'] as const;
const FEATURE = ['model_name', 'feature_name'] as const;
/** The monitor measures, but what is wrong is wrong with the model that is served. */
const MONITOR = { service: 'monitor' } as const;
/** Below this many labels, an accuracy of 0.85 is within the luck of a good model. */
export const MINIMUM_LABELS = 100;

export const modelAccuracyDrop: Alert = {
  name: 'ModelAccuracyDrop',
  expression: `${minBy(VERSION, select(mlModelAccuracy))} < 0.85
and ${maxBy(VERSION, select(mlModelLabelledPredictions))} >= ${MINIMUM_LABELS}`,
  for: '5m',
  severity: 'critical',
  team: 'data-science',
  labels: MONITOR,
  summary: 'A model is no longer accurate',
  description:
    '{{ $labels.model_name }} {{ $labels.model_version }} is right in {{ $value | humanizePercentage }} of the cases whose truth is known; the limit is 85 %.',
  panel: { dashboard: 'ml-performance', panel: 'Accuracy' },
};

export const dataDriftDetected: Alert = {
  name: 'DataDriftDetected',
  expression: `${maxBy(FEATURE, select(mlDataDriftScore))} > 0.7`,
  for: '1m',
  severity: 'warning',
  team: 'data-science',
  labels: MONITOR,
  summary: 'A feature has drifted',
  description:
    '{{ $labels.feature_name }} of {{ $labels.model_name }} has a drift score of {{ $value | printf "%.2f" }}; the limit is 0.7.',
  panel: { dashboard: 'data-drift', panel: 'Drift score' },
};

export const predictionDistributionShift: Alert = {
  name: 'PredictionDistributionShift',
  expression: `${maxBy(['model_name', 'output'], select(mlPredictionDriftScore))} > 0.7`,
  for: '5m',
  severity: 'warning',
  team: 'data-science',
  labels: MONITOR,
  summary: 'A model answers differently than before',
  description:
    'The {{ $labels.output }} of {{ $labels.model_name }} has a drift score of {{ $value | printf "%.2f" }}; the limit is 0.7.',
  panel: { dashboard: 'data-drift', panel: 'Prediction drift score' },
};

export const conceptDriftDetected: Alert = {
  name: 'ConceptDriftDetected',
  expression: `${maxBy(VERSION, select(mlConceptDriftScore))} > 0.7`,
  for: '5m',
  severity: 'warning',
  team: 'data-science',
  labels: MONITOR,
  summary: 'Scores no longer mean what they meant',
  description:
    'For {{ $labels.model_name }} {{ $labels.model_version }} the relation of score and truth has a drift score of {{ $value | printf "%.2f" }}; the limit is 0.7.',
  panel: { dashboard: 'data-drift', panel: 'Concept drift score' },
};

export const labelCoverageLow: Alert = {
  name: 'LabelCoverageLow',
  expression: `${minBy(VERSION, select(mlLabelCoverageRatio))} < 0.5
and on (model_name) ${maxBy(MODEL, select(mlMonitorStoredPredictions))} >= ${MINIMUM_LABELS}`,
  for: '15m',
  severity: 'warning',
  team: 'data-engineering',
  labels: MONITOR,
  summary: 'Labels do not arrive',
  description:
    'Only {{ $value | humanizePercentage }} of the mature predictions of {{ $labels.model_name }} {{ $labels.model_version }} have a label; its quality is a guess.',
  panel: { dashboard: 'ml-performance', panel: 'Label coverage' },
};

export const requestValuesInvalid: Alert = {
  name: 'RequestValuesInvalid',
  expression: withEvents(
    `${ratio(
      sumBy(FEATURE, rate(mlRequestQualityIssuesTotal, '5m')),
      sumBy(FEATURE, rate(mlRequestQualityCheckedTotal, '5m')),
    )} > 0.05`,
    50,
    mlRequestQualityCheckedTotal,
    FEATURE,
    '5m',
  ),
  for: '2m',
  severity: 'warning',
  team: 'data-engineering',
  labels: MONITOR,
  summary: 'Requests hold values that the model has never seen',
  description:
    '{{ $value | humanizePercentage }} of the values of {{ $labels.feature_name }} for {{ $labels.model_name }} fail a check against the reference; the limit is 5 %.',
  panel: { dashboard: 'data-drift', panel: 'Invalid values in requests' },
};

export const predictionEventsMissing: Alert = {
  name: 'PredictionEventsMissing',
  expression: `${sumBy([], increase(mlMonitorEventsTotal, '15m', { outcome: 'stored' }))} == 0
and ${sumBy([], increase(mlPredictionsTotal, '15m'))} >= 100`,
  for: '5m',
  severity: 'warning',
  team: 'data-engineering',
  labels: MONITOR,
  summary: 'The monitor no longer hears of predictions',
  description:
    'Predictions are made, none has reached the monitor: drift and quality stand still at their last value.',
  panel: { dashboard: 'ml-performance', panel: 'Events received' },
};

export const qualityAlerts: AlertGroup = {
  name: 'quality',
  alerts: [
    modelAccuracyDrop,
    dataDriftDetected,
    predictionDistributionShift,
    conceptDriftDetected,
    labelCoverageLow,
    requestValuesInvalid,
    predictionEventsMissing,
  ],
};
