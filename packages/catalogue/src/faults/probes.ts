import { collectorSentLogRecordsTotal } from '../external/collector.ts';
import { up } from '../external/prometheus.ts';
import { mlFeatureCircuitState } from '../metrics/inference.ts';
import { rate, select, sumBy } from '../promql.ts';
import { modelPredictionErrorRatio, modelPredictions, predictionLatencyP99 } from '../rules/models.ts';
import type { Probe } from './fault.ts';

/** Predictions are made: fast, and without errors. */
export const serving: readonly Probe[] = [
  { title: 'customers are answered', query: `${select(modelPredictions)} > 1` },
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

export const featuresAreFetched: Probe = {
  title: 'features come from the feature service',
  query: `${select(mlFeatureCircuitState, { state: 'closed' })} == 1`,
};

export const linesArrive: Probe = {
  title: 'lines reach Loki',
  query: `${sumBy([], rate(collectorSentLogRecordsTotal, '1m'))} > 0`,
};
