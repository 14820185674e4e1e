import { collectorSentLogRecordsTotal } from '../external/collector.ts';
import { up } from '../external/prometheus.ts';
import { mlFeatureCircuitState } from '../metrics/inference.ts';
import { trafficRequestsTotal } from '../metrics/traffic.ts';
import { rate, select, sumBy } from '../promql.ts';
import { modelPredictionErrorRatio, modelPredictions, predictionLatencyP99 } from '../rules/models.ts';
import type { Probe } from './fault.ts';

export const customersAnswered: Probe = {
  title: 'customers are answered',
  query: `${sumBy([], rate(trafficRequestsTotal, '5m', { outcome: 'success' }))} > 1`,
};

/** Predictions are made: fast, and without errors. */
export const serving: readonly Probe[] = [
  customersAnswered,
  {
    title: 'without errors',
    query: `(${select(modelPredictionErrorRatio)} or 0 * ${select(modelPredictions)}) < 0.01`,
  },
  { title: 'fast', query: `${select(predictionLatencyP99)} < 0.5` },
];

export const targetsAnswer: Probe = {
  title: 'every target answers',
  query: `min(${select(up)}) == 1`,
};

export const featuresFetched: Probe = {
  title: 'features come from the feature service',
  query: `${select(mlFeatureCircuitState, { state: 'closed' })} == 1`,
};

export const linesArrive: Probe = {
  title: 'lines reach Loki',
  query: `${sumBy([], rate(collectorSentLogRecordsTotal, '5m'))} > 0`,
};
