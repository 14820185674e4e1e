import { nodejsEventLoopLagP99Seconds, processStartTimeSeconds } from '../../external/node-runtime.ts';
import { serviceFaultActive } from '../../metrics/faults.ts';
import { databasePoolConnections } from '../../metrics/features.ts';
import { httpServerRequestsTotal } from '../../metrics/http.ts';
import { telemetryLabelValuesRefusedTotal } from '../../metrics/telemetry.ts';
import { select } from '../../promql.ts';
import {
  databasePoolExhausted,
  eventLoopLagHigh,
  faultLeftOn,
  highErrorRate,
  labelValuesRefused,
  serviceRestarting,
} from '../services.ts';
import type { AlertScenario } from './scenario.ts';

const FEATURES = { service: 'features' } as const;
const INFERENCE = { service: 'inference' } as const;
const requests = (status_class: string) =>
  select(httpServerRequestsTotal, { ...FEATURES, method: 'GET', route: '/features', status_class });
const lag = select(nodejsEventLoopLagP99Seconds, INFERENCE);
const started = select(processStartTimeSeconds, { ...FEATURES, job: 'features', instance: 'lab:8081' });
const connections = (state: string) => select(databasePoolConnections, { ...FEATURES, state });
const refused = select(telemetryLabelValuesRefusedTotal, {
  ...INFERENCE,
  metric: 'http_server_requests_total',
});
const fault = select(serviceFaultActive, { ...INFERENCE, fault: 'latency' });

export const servicesScenarios: readonly AlertScenario[] = [
  {
    alert: highErrorRate,
    fires: {
      series: { [requests('2xx')]: '0+75x120', [requests('5xx')]: '0+25x40 1000x80' },
      pendingAt: '2m',
      at: '6m',
      resolvedAt: '20m',
      labels: FEATURES,
      description: 'features answers 25% of its requests with 5xx; the limit is 5 %.',
    },
    staysSilent: [
      {
        because: 'a service that nobody calls has no error ratio, whatever it counted before',
        series: { [requests('2xx')]: '10x60', [requests('5xx')]: '10x60' },
        at: '12m',
      },
      {
        because: 'six failures in five minutes are an anecdote, though they are all there was',
        series: { [requests('5xx')]: '0+0.3x60' },
        at: '12m',
      },
    ],
  },
  {
    alert: eventLoopLagHigh,
    fires: {
      series: { [lag]: '0.01x4 0.5x30 0.01x20' },
      pendingAt: '2m30s',
      at: '5m',
      resolvedAt: '9m30s',
      labels: INFERENCE,
      description: 'Everything in inference waits 500ms for its turn; the limit is 200 ms.',
    },
    staysSilent: [
      { because: 'one long collection of garbage', series: { [lag]: '0.01x10 0.9 0.01x20' }, at: '2m45s' },
    ],
  },
  {
    alert: serviceRestarting,
    fires: {
      series: { [started]: '1000x8 1100x8 1200x200' },
      at: '6m',
      resolvedAt: '34m',
      labels: { ...FEATURES, job: 'features' },
      description: 'features (job features) has been restarted 2 times of late.',
    },
    staysSilent: [
      { because: 'one restart is a deployment', series: { [started]: '1000x8 1100x60' }, at: '6m' },
    ],
  },
  {
    alert: databasePoolExhausted,
    fires: {
      series: { [connections('waiting')]: '0x4 3x50 0x20' },
      pendingAt: '5m30s',
      at: '8m',
      resolvedAt: '14m30s',
      labels: FEATURES,
      description: '3 callers in features wait for a connection, and have all along.',
    },
    staysSilent: [
      {
        because: 'a pool whose connections are all busy serves, as long as nobody waits',
        series: { [connections('busy')]: '10x40', [connections('waiting')]: '0x40' },
        at: '8m',
      },
    ],
  },
  {
    alert: labelValuesRefused,
    fires: {
      series: { [refused]: '0x4 5x120' },
      at: '3m',
      resolvedAt: '18m',
      labels: { ...INFERENCE, metric: 'http_server_requests_total' },
      description:
        'inference counts new values of a label of http_server_requests_total as "other": the bound in the catalogue is reached.',
    },
    staysSilent: [{ because: 'the bound was met once, long ago', series: { [refused]: '5x60' }, at: '10m' }],
  },
  {
    alert: faultLeftOn,
    fires: {
      series: { [fault]: '1x1000 0x40' },
      pendingAt: '3h',
      at: '4h5m',
      resolvedAt: '4h13m',
      labels: { ...INFERENCE, fault: 'latency' },
      description: 'The fault latency is still injected into inference.',
    },
    staysSilent: [{ because: 'a drill ends', series: { [fault]: '0x4 1x100 0x100' }, at: '45m' }],
  },
];
