import { httpServerRequestsTotal } from '../../metrics/http.ts';
import {
  mlModelInferenceDurationSeconds,
  mlModelPredictionsTotal,
  mlPredictionDurationSeconds,
} from '../../metrics/inference.ts';
import { select } from '../../promql.ts';
import { highErrorRate, highModelErrorRate, highModelLatency, highPredictionLatency } from '../serving.ts';
import { type AlertScenario, withLabels } from './scenario.ts';

const MODEL = { model_name: 'fraud-detection' } as const;
const VERSION = { ...MODEL, model_version: '2' } as const;

const bucket = (name: string, labels: Readonly<Record<string, string>>, le: string) =>
  withLabels(`${name}_bucket`, { ...labels, le });
const prediction = (le: string) => bucket(mlPredictionDurationSeconds.name, MODEL, le);
const inference = (le: string) => bucket(mlModelInferenceDurationSeconds.name, VERSION, le);
const rows = (status: string) => select(mlModelPredictionsTotal, { ...VERSION, status });
const requests = (status_class: string) =>
  select(httpServerRequestsTotal, { service: 'features', method: 'GET', route: '/features', status_class });

export const servingScenarios: readonly AlertScenario[] = [
  {
    alert: highPredictionLatency,
    fires: {
      // 100 requests per step, 10 of them between 1 and 2.5 s; from the 41st step on all are fast.
      series: {
        [prediction('1')]: '0+90x40 3700+100x80',
        [prediction('2.5')]: '0+100x40 4100+100x80',
        [prediction('+Inf')]: '0+100x40 4100+100x80',
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
        series: { [inference('1')]: '80x60', [inference('2')]: '100x60', [inference('+Inf')]: '100x60' },
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
    ],
  },
  {
    alert: highErrorRate,
    fires: {
      series: { [requests('2xx')]: '0+75x120', [requests('5xx')]: '0+25x40 1000x80' },
      pendingAt: '2m',
      at: '6m',
      resolvedAt: '20m',
      labels: { service: 'features' },
      description: 'features answers 25% of its requests with 5xx; the limit is 5 %.',
    },
    staysSilent: [
      {
        because: 'a service that nobody calls has no error ratio, whatever it counted before',
        series: { [requests('2xx')]: '10x60', [requests('5xx')]: '10x60' },
        at: '12m',
      },
    ],
  },
];
