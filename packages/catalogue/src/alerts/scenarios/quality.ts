import { mlPredictionsTotal } from '../../metrics/inference.ts';
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
} from '../../metrics/monitor.ts';
import { select } from '../../promql.ts';
import {
  conceptDriftDetected,
  dataDriftDetected,
  labelCoverageLow,
  modelAccuracyDrop,
  predictionDistributionShift,
  predictionEventsMissing,
  requestValuesInvalid,
} from '../quality.ts';
import type { AlertScenario } from './scenario.ts';

const MODEL = { model_name: 'fraud-detection' } as const;
const VERSION = { ...MODEL, model_version: '2' } as const;
const FEATURE = { ...MODEL, feature_name: 'amount' } as const;
const OUTPUT = { ...MODEL, output: 'score' } as const;
const accuracy = select(mlModelAccuracy, VERSION);
const labelled = select(mlModelLabelledPredictions, VERSION);
const coverage = select(mlLabelCoverageRatio, VERSION);
const stored = select(mlMonitorStoredPredictions, MODEL);
const issues = select(mlRequestQualityIssuesTotal, { ...FEATURE, check: 'range' });
const checked = select(mlRequestQualityCheckedTotal, FEATURE);
const events = select(mlMonitorEventsTotal, { outcome: 'stored' });
const predictions = select(mlPredictionsTotal, { ...VERSION, status: 'success' });
/** High from the sixth to the 46th step. */
const HIGH = '0.1x4 0.9x40 0.1x20';
const NEARLY = '0.69x60';

export const qualityScenarios: readonly AlertScenario[] = [
  {
    alert: modelAccuracyDrop,
    fires: {
      series: { [accuracy]: '0.9x4 0.8x40 0.9x20', [labelled]: '500x80' },
      pendingAt: '5m',
      at: '8m',
      resolvedAt: '12m',
      labels: VERSION,
      description: 'fraud-detection 2 is right in 80% of the cases whose truth is known; the limit is 85 %.',
    },
    staysSilent: [
      {
        because: 'forty labels are too few to judge by',
        series: { [accuracy]: '0.5x60', [labelled]: '40x60' },
        at: '12m',
      },
    ],
  },
  {
    alert: dataDriftDetected,
    fires: {
      series: { [select(mlDataDriftScore, FEATURE)]: HIGH },
      pendingAt: '2m',
      at: '4m',
      resolvedAt: '12m',
      labels: FEATURE,
      description: 'amount of fraud-detection has a drift score of 0.90; the limit is 0.7.',
    },
    staysSilent: [
      {
        because: 'a feature that moves within what the window allows',
        series: { [select(mlDataDriftScore, FEATURE)]: NEARLY },
        at: '12m',
      },
    ],
  },
  {
    alert: predictionDistributionShift,
    fires: {
      series: { [select(mlPredictionDriftScore, OUTPUT)]: HIGH },
      pendingAt: '5m',
      at: '8m',
      resolvedAt: '12m',
      labels: OUTPUT,
      description: 'The score of fraud-detection has a drift score of 0.90; the limit is 0.7.',
    },
    staysSilent: [
      {
        because: 'scores move a little with every customer',
        series: { [select(mlPredictionDriftScore, OUTPUT)]: NEARLY },
        at: '12m',
      },
    ],
  },
  {
    alert: conceptDriftDetected,
    fires: {
      series: { [select(mlConceptDriftScore, VERSION)]: HIGH },
      pendingAt: '5m',
      at: '8m',
      resolvedAt: '12m',
      labels: VERSION,
      description:
        'For fraud-detection 2 the relation of score and truth has a drift score of 0.90; the limit is 0.7.',
    },
    staysSilent: [
      {
        because: 'a score whose truth differs by chance',
        series: { [select(mlConceptDriftScore, VERSION)]: NEARLY },
        at: '12m',
      },
    ],
  },
  {
    alert: labelCoverageLow,
    fires: {
      series: { [coverage]: '0.9x4 0.2x80 0.9x20', [stored]: '5000x120' },
      pendingAt: '15m',
      at: '18m',
      resolvedAt: '22m',
      labels: VERSION,
      description:
        'Only 20% of the mature predictions of fraud-detection 2 have a label; its quality is a guess.',
    },
    staysSilent: [
      {
        because: 'a monitor that has just begun knows few predictions',
        series: { [coverage]: '0x100', [stored]: '10x100' },
        at: '20m',
      },
    ],
  },
  {
    alert: requestValuesInvalid,
    fires: {
      series: { [issues]: '0+10x40 400x100', [checked]: '0+100x140' },
      pendingAt: '1m30s',
      at: '6m',
      resolvedAt: '20m',
      labels: FEATURE,
      description:
        '10% of the values of amount for fraud-detection fail a check against the reference; the limit is 5 %.',
    },
    staysSilent: [
      {
        because: 'ten values are an anecdote',
        series: { [issues]: '0+0.5x60', [checked]: '0+0.5x60' },
        at: '12m',
      },
    ],
  },
  {
    alert: predictionEventsMissing,
    fires: {
      series: { [events]: '0+50x20 1000x120 1000+50x40', [predictions]: '0+50x200' },
      pendingAt: '22m',
      at: '27m',
      resolvedAt: '38m',
      labels: {},
      description:
        'Predictions are made, none has reached the monitor: drift and quality stand still at their last value.',
    },
    staysSilent: [
      {
        because: 'where nobody predicts there is nothing to hear of',
        series: { [events]: '1000x140', [predictions]: '1000x140' },
        at: '30m',
      },
    ],
  },
];
