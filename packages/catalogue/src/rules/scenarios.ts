/** Recording rules whose arithmetic is more than a sum, each with what must come out. */
import {
  dcgmFramebufferFree,
  dcgmFramebufferReserved,
  dcgmFramebufferUsed,
  dcgmGpuUtilisation,
} from '../external/dcgm.ts';
import { processCpuSecondsTotal } from '../external/node-runtime.ts';
import { spanCallsTotal } from '../external/span-metrics.ts';
import { mlFeatureReferenceRatio, mlFeatureValuesTotal } from '../metrics/feature-values.ts';
import { httpServerRequestsTotal } from '../metrics/http.ts';
import { mlModelPredictionsTotal, mlPredictionsTotal } from '../metrics/inference.ts';
import { select } from '../promql.ts';
import { CPU_EURO_PER_HOUR, modelPredictionCost, servicePredictionCost } from './costs.ts';
import { featureBinRatio, featureJensenShannon, featurePsi } from './drift.ts';
import { mlGpuUtilisationPercent, nvidiaGpuMemoryFreeBytes, nvidiaGpuMemoryTotalBytes } from './gpu.ts';
import { serviceErrorRatio } from './http.ts';
import type { RecordingRule } from './recording-rule.ts';
import { edgeErrorRatio, edgeRequests } from './service-graph.ts';

export interface RecordingScenario {
  readonly rule: RecordingRule;
  readonly because: string;
  readonly series: Readonly<Record<string, string>>;
  readonly at: string;
  /** Labels of each sample in promtool's notation, without the name, and its value; empty for no sample. */
  readonly gives: Readonly<Record<string, number>>;
  /** What it gives is per second: in the drill, where the same samples come sooner, it is as much larger. */
  readonly perSecond?: true;
}

const H100 = { instance: 'lab:9445', gpu: '0' } as const;
const T4 = { instance: 'lab:9445', gpu: '1' } as const;
const memory = {
  [select(dcgmFramebufferUsed, H100)]: '60000x20',
  [select(dcgmFramebufferFree, H100)]: '20000x20',
  [select(dcgmFramebufferReserved, H100)]: '500x20',
  [select(dcgmFramebufferUsed, T4)]: '0x20',
  [select(dcgmFramebufferFree, T4)]: '15000x20',
};
const requests = (status_class: string) =>
  select(httpServerRequestsTotal, { service: 'inference', status_class });
const call = (callee: { peer_service: string } | { db_system_name: string }, status_code: string) =>
  select(spanCallsTotal, {
    service_name: 'inference',
    span_kind: 'SPAN_KIND_CLIENT',
    status_code,
    ...callee,
  });
const calls = {
  [call({ peer_service: 'features' }, 'STATUS_CODE_UNSET')]: '0+27x40',
  [call({ peer_service: 'features' }, 'STATUS_CODE_ERROR')]: '0+3x40',
  [call({ db_system_name: 'postgresql' }, 'STATUS_CODE_UNSET')]: '0+15x40',
  [select(spanCallsTotal, { service_name: 'features', span_kind: 'SPAN_KIND_SERVER' })]: '0+30x40',
};

/** Two replicas of one model: together 20 % below 10, 80 % above, nothing missing; the reference has half and half. */
const AMOUNT = { model_name: 'fraud-detection', feature_name: 'amount' } as const;
const replica = (instance: string, bin: string) => select(mlFeatureValuesTotal, { ...AMOUNT, bin, instance });
const referenceOf = (bin: string) =>
  select(mlFeatureReferenceRatio, { ...AMOUNT, bin, instance: 'first:8080' });
const amounts = {
  [replica('first:8080', '10')]: '0+20x800',
  [replica('first:8080', '+Inf')]: '0+30x800',
  [replica('first:8080', 'missing')]: '0x800',
  [replica('second:8080', '10')]: '0x800',
  [replica('second:8080', '+Inf')]: '0+50x800',
  [replica('second:8080', 'missing')]: '0x800',
  [referenceOf('10')]: '0.5x800',
  [referenceOf('+Inf')]: '0.5x800',
  [referenceOf('missing')]: '0x800',
};
const ofAmount = '{feature_name="amount",model_name="fraud-detection"}';

/** Two replicas use half a processor each; fraud has a champion, a canary and a shadow, churn a champion; each model answers 1 a second. */
const answered = (model_name: string) =>
  select(mlPredictionsTotal, { model_name, model_version: '2', status: 'success' });
const scored = (model_name: string, model_version: string) =>
  select(mlModelPredictionsTotal, { model_name, model_version, status: 'success' });
const spent = (service: string, instance: string) => select(processCpuSecondsTotal, { service, instance });
const twoModels = {
  [spent('inference', 'first:8080')]: '0+30x40',
  [spent('inference', 'second:8080')]: '0+30x40',
  [spent('features', 'features:8081')]: '0+15x40',
  [answered('fraud')]: '0+60x40',
  [answered('churn')]: '0+60x40',
  [scored('fraud', '2')]: '0+60x40',
  [scored('fraud', '3')]: '0+60x40',
  [scored('fraud', '4')]: '0+60x40',
  [scored('churn', '2')]: '0+60x40',
};
const euro = (cpuSeconds: number): number => (cpuSeconds * CPU_EURO_PER_HOUR * 1000) / 3600;

export const RECORDING_SCENARIOS: readonly RecordingScenario[] = [
  {
    rule: nvidiaGpuMemoryTotalBytes,
    because: 'MiB become bytes, and a driver without FB_RESERVED still has a total',
    series: memory,
    at: '2m',
    gives: {
      '{gpu="0",instance="lab:9445"}': 80500 * 1048576,
      '{gpu="1",instance="lab:9445"}': 15000 * 1048576,
    },
  },
  {
    rule: nvidiaGpuMemoryFreeBytes,
    because: 'MiB become bytes',
    series: memory,
    at: '2m',
    gives: {
      '{gpu="0",instance="lab:9445"}': 20000 * 1048576,
      '{gpu="1",instance="lab:9445"}': 15000 * 1048576,
    },
  },
  {
    rule: mlGpuUtilisationPercent,
    because: 'gpu becomes gpu_id, and a missing sensor is no utilisation',
    series: {
      [select(dcgmGpuUtilisation, H100)]: '97x20',
      [select(dcgmGpuUtilisation, T4)]: '9223372036854775794x20',
    },
    at: '2m',
    gives: { '{gpu_id="0",instance="lab:9445"}': 97 },
  },
  {
    rule: serviceErrorRatio,
    because: 'errors are a share of all requests',
    series: { [requests('2xx')]: '0+60x40', [requests('5xx')]: '0+20x40' },
    at: '6m',
    gives: { '{service="inference"}': 0.25 },
  },
  {
    rule: serviceErrorRatio,
    because: 'no traffic has no error ratio, not NaN',
    series: { [requests('2xx')]: '60x40', [requests('5xx')]: '20x40' },
    at: '6m',
    gives: {},
  },
  {
    rule: edgeRequests,
    because: 'a CLIENT span is an edge to a service or to a database, a SERVER span is none',
    series: calls,
    at: '6m',
    gives: { '{client="inference",server="features"}': 2, '{client="inference",server="postgresql"}': 1 },
    perSecond: true,
  },
  {
    rule: edgeErrorRatio,
    because: 'an edge that never failed has the ratio 0',
    series: calls,
    at: '6m',
    gives: { '{client="inference",server="features"}': 0.1, '{client="inference",server="postgresql"}': 0 },
  },
  {
    rule: featureBinRatio,
    because: 'counts of all replicas add up before the share is taken',
    series: amounts,
    at: '90m',
    gives: {
      '{bin="10",feature_name="amount",model_name="fraud-detection"}': 0.2,
      '{bin="+Inf",feature_name="amount",model_name="fraud-detection"}': 0.8,
      '{bin="missing",feature_name="amount",model_name="fraud-detection"}': 0,
    },
  },
  {
    rule: featurePsi,
    because:
      '(0.5 - 0.2) ln(0.5 / 0.2) + (0.5 - 0.8) ln(0.5 / 0.8), and a bin that is empty on both sides adds nothing',
    series: amounts,
    at: '90m',
    gives: { [ofAmount]: 0.3 * Math.log(2.5) - 0.3 * Math.log(0.625) },
  },
  {
    rule: modelPredictionCost,
    because: 'a model pays for the rows of its shadow, and for both replicas',
    series: twoModels,
    at: '8m',
    gives: { '{model_name="fraud"}': euro(3 / 4), '{model_name="churn"}': euro(1 / 4) },
  },
  {
    rule: modelPredictionCost,
    because: 'without an answer there is no price of one',
    series: { ...twoModels, [answered('churn')]: '60x40' },
    at: '8m',
    gives: { '{model_name="fraud"}': euro(3 / 4) },
  },
  {
    rule: servicePredictionCost,
    because: 'each service pays for the predictions of all models together',
    series: twoModels,
    at: '8m',
    gives: { '{service="inference"}': euro(1 / 2), '{service="features"}': euro(1 / 8) },
  },
  {
    rule: featureJensenShannon,
    because: "scipy's distance.jensenshannon([0.5, 0.5], [0.2, 0.8])",
    series: amounts,
    at: '90m',
    gives: { [ofAmount]: 0.22510405812771545 },
  },
];
