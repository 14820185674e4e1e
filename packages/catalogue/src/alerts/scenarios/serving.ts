import {
  mlModelInferenceDurationSeconds,
  mlModelPredictionsTotal,
  mlModelQueueLimitRows,
  mlModelQueueRows,
  mlModelRejectedTotal,
  mlPredictionDurationSeconds,
  mlPredictionFeaturesSourceTotal,
  mlPredictionsTotal,
} from '../../metrics/inference.ts';
import { trafficRequestsTotal } from '../../metrics/traffic.ts';
import { select } from '../../promql.ts';
import {
  customersNotServed,
  featuresDegraded,
  highModelErrorRate,
  highModelLatency,
  highPredictionLatency,
  modelQueueSaturated,
  predictionVolumeZero,
} from '../serving.ts';
import { type AlertScenario, growing, withLabels } from './scenario.ts';

const MODEL = { model_name: 'fraud-detection' } as const;
const VERSION = { ...MODEL, model_version: '2' } as const;

const bucket = (name: string, labels: Readonly<Record<string, string>>, le: string) =>
  withLabels(`${name}_bucket`, { ...labels, le });
const prediction = (le: string) => bucket(mlPredictionDurationSeconds.name, MODEL, le);
const inference = (le: string) => bucket(mlModelInferenceDurationSeconds.name, VERSION, le);
const rows = (status: string) => select(mlModelPredictionsTotal, { ...VERSION, status });
const predictionCount = withLabels(`${mlPredictionDurationSeconds.name}_count`, MODEL);
const featuresFrom = (features_source: string) =>
  select(mlPredictionFeaturesSourceTotal, { ...MODEL, features_source });
const queue = select(mlModelQueueRows, VERSION);
const limit = select(mlModelQueueLimitRows, VERSION);
const rejected = select(mlModelRejectedTotal, VERSION);
const answers = select(mlPredictionsTotal, { ...VERSION, status: 'success' });
const customers = (outcome: string) => select(trafficRequestsTotal, { outcome });
/** Ten in five minutes. */
const FEW = '0+0.5x60';

export const servingScenarios: readonly AlertScenario[] = [
  {
    alert: highPredictionLatency,
    fires: {
      // 100 requests per step, 10 of them between 1 and 2.5 s; from the 41st step on all are fast.
      series: {
        [prediction('1')]: '0+90x40 3700+100x80',
        [prediction('2.5')]: '0+100x40 4100+100x80',
        [prediction('+Inf')]: '0+100x40 4100+100x80',
        [predictionCount]: '0+100x120',
      },
      pendingAt: '4m',
      at: '8m',
      resolvedAt: '18m',
      labels: { ...MODEL },
      description: '1 % of the requests for fraud-detection take longer than 2.35s; the limit is 1 s.',
    },
    staysSilent: [
      {
        because: 'the slowest 1 % stay just within the limit',
        series: {
          [prediction('1')]: '0+99x60',
          [prediction('2.5')]: '0+100x60',
          [prediction('+Inf')]: '0+100x60',
          [predictionCount]: '0+100x60',
        },
        at: '12m',
      },
      {
        because: 'ten slow requests are an anecdote, though they are all there was',
        series: {
          [prediction('1')]: '0x60',
          [prediction('2.5')]: FEW,
          [prediction('+Inf')]: FEW,
          [predictionCount]: FEW,
        },
        at: '12m',
      },
    ],
  },
  {
    alert: highModelLatency,
    fires: {
      series: {
        [inference('1')]: '0+80x40 3300+100x80',
        [inference('2')]: '0+100x40 4100+100x80',
        [inference('+Inf')]: '0+100x40 4100+100x80',
        [rows('success')]: '0+100x120',
      },
      pendingAt: '1m',
      at: '5m',
      resolvedAt: '18m',
      labels: { ...VERSION },
      description:
        '5 % of the executions of fraud-detection 2 take longer than 1.75s in ONNX Runtime; the limit is 1 s.',
    },
    staysSilent: [
      {
        because: 'no execution at all has no latency',
        series: {
          [inference('1')]: '80x60',
          [inference('2')]: '100x60',
          [inference('+Inf')]: '100x60',
          [rows('success')]: '100x60',
        },
        at: '12m',
      },
      {
        because: 'ten slow executions are an anecdote',
        series: {
          [inference('1')]: '0x60',
          [inference('2')]: FEW,
          [inference('+Inf')]: FEW,
          [rows('success')]: FEW,
        },
        at: '12m',
      },
    ],
  },
  {
    alert: highModelErrorRate,
    fires: {
      series: { [rows('success')]: '0+90x120', [rows('error')]: '0+10x40 400x80' },
      pendingAt: '2m',
      at: '6m',
      resolvedAt: '18m',
      labels: { ...VERSION },
      description: 'fraud-detection 2 fails to score 10% of its rows; the limit is 5 %.',
    },
    staysSilent: [
      {
        because: 'four rows in a hundred are below the limit',
        series: { [rows('success')]: '0+96x60', [rows('error')]: '0+4x60' },
        at: '12m',
      },
      {
        because: 'ten rows are an anecdote, though all of them failed',
        series: { [rows('success')]: '0x60', [rows('error')]: FEW },
        at: '12m',
      },
    ],
  },
  {
    alert: featuresDegraded,
    fires: {
      series: { [featuresFrom('default')]: '0+20x60 1200x80', [featuresFrom('online')]: '0+80x140' },
      pendingAt: '4m',
      at: '9m',
      resolvedAt: '22m',
      labels: { ...MODEL },
      description:
        '20% of the predictions of fraud-detection are made with default features; the limit is 5 %.',
    },
    staysSilent: [
      {
        because: 'nobody asks, whatever was counted before',
        series: { [featuresFrom('default')]: '100x60', [featuresFrom('online')]: '100x60' },
        at: '12m',
      },
      {
        because: 'ten predictions are an anecdote',
        series: { [featuresFrom('default')]: FEW, [featuresFrom('online')]: '0x60' },
        at: '12m',
      },
    ],
  },
  {
    alert: modelQueueSaturated,
    fires: {
      series: { [queue]: '0x4 95x30 0x60', [limit]: '100x120' },
      pendingAt: '2m',
      at: '5m',
      resolvedAt: '15m',
      labels: { ...VERSION },
      description: 'The queue of fraud-detection 2 is nearly full or has refused requests.',
    },
    staysSilent: [
      {
        because: 'half a queue is there to be used',
        series: { [queue]: '50x60', [limit]: '100x60' },
        at: '10m',
      },
    ],
  },
  {
    alert: modelQueueSaturated,
    fires: {
      // Full between two scrapes only: no gauge shows it, the counter does.
      series: { [queue]: '0x120', [limit]: '100x120', [rejected]: growing(10) },
      pendingAt: '2m',
      at: '7m',
      resolvedAt: '18m',
      labels: { ...VERSION },
      description: 'The queue of fraud-detection 2 is nearly full or has refused requests.',
    },
    staysSilent: [
      {
        because: 'what was refused before does not grow',
        series: { [queue]: '0x60', [limit]: '100x60', [rejected]: '500x60' },
        at: '10m',
      },
    ],
  },
  {
    alert: predictionVolumeZero,
    fires: {
      series: { [answers]: '0+100x40 4000x60 4000+100x60' },
      pendingAt: '15m15s',
      at: '20m',
      resolvedAt: '28m',
      labels: { ...MODEL },
      description: 'fraud-detection has answered nobody of late, though it did within the hour before.',
    },
    staysSilent: [
      {
        because: 'a model that nobody has asked in an hour is not missed',
        series: { [answers]: '5x60' },
        at: '12m',
      },
    ],
  },
  {
    alert: customersNotServed,
    fires: {
      series: { [customers('success')]: '0+90x140', [customers('timeout')]: '0+10x40 400x100' },
      pendingAt: '1m30s',
      at: '6m',
      resolvedAt: '20m',
      labels: {},
      description:
        '10% of what customers ask of inference fails, times out or reaches nobody; the limit is 5 %.',
    },
    staysSilent: [
      {
        because: 'a request that is wrong is answered rightly with an error',
        series: { [customers('success')]: '0+50x60', [customers('client_error')]: '0+50x60' },
        at: '12m',
      },
    ],
  },
];
