import { nodejsEventLoopLagP99Seconds, processStartTimeSeconds } from '../external/node-runtime.ts';
import { serviceFaultActive } from '../metrics/faults.ts';
import { databasePoolConnections } from '../metrics/features.ts';
import { httpServerRequestsTotal } from '../metrics/http.ts';
import { telemetryLabelValuesRefusedTotal } from '../metrics/telemetry.ts';
import { increase, maxBy, select, sumBy, withEvents } from '../promql.ts';
import { serviceErrorRatio } from '../rules/http.ts';
import { type Alert, type AlertGroup, MINIMUM_EVENTS } from './alert.ts';

const red = (panel: string) => ({ dashboard: 'services-red', panel });

export const highErrorRate: Alert = {
  name: 'HighErrorRate',
  expression: withEvents(
    `${select(serviceErrorRatio)} > 0.05`,
    MINIMUM_EVENTS,
    httpServerRequestsTotal,
    ['service'],
    '5m',
  ),
  for: '3m',
  severity: 'critical',
  team: 'ml-platform',
  summary: 'A service answers with errors',
  description:
    '{{ $labels.service }} answers {{ $value | humanizePercentage }} of its requests with 5xx; the limit is 5 %.',
  panel: red('Error ratio'),
};

export const eventLoopLagHigh: Alert = {
  name: 'EventLoopLagHigh',
  expression: `${maxBy(['service'], select(nodejsEventLoopLagP99Seconds))} > 0.2`,
  for: '2m',
  severity: 'warning',
  team: 'ml-platform',
  summary: 'A service keeps its event loop busy',
  description:
    'Everything in {{ $labels.service }} waits {{ $value | humanizeDuration }} for its turn; the limit is 200 ms.',
  panel: red('Event loop lag'),
};

/** One restart is a deployment, two within half an hour are a habit. */
export const serviceRestarting: Alert = {
  name: 'ServiceRestarting',
  expression: `${maxBy(['service', 'job'], `changes(${select(processStartTimeSeconds)}[30m])`)} >= 2`,
  for: '0s',
  severity: 'warning',
  team: 'infrastructure',
  summary: 'A process keeps ending',
  description: '{{ $labels.service }} (job {{ $labels.job }}) has been restarted {{ $value }} times of late.',
  panel: { dashboard: 'lab-overview', panel: 'Restarts' },
};

export const databasePoolExhausted: Alert = {
  name: 'DatabasePoolExhausted',
  expression: `${maxBy(['service'], select(databasePoolConnections, { state: 'waiting' }))} > 0`,
  for: '5m',
  severity: 'warning',
  team: 'data-engineering',
  summary: 'Requests wait for a database connection',
  description: '{{ $value }} callers in {{ $labels.service }} wait for a connection, and have all along.',
  panel: { dashboard: 'feature-service', panel: 'Connections' },
};

export const labelValuesRefused: Alert = {
  name: 'LabelValuesRefused',
  expression: `${sumBy(['service', 'metric'], increase(telemetryLabelValuesRefusedTotal, '15m'))} > 0`,
  for: '0s',
  severity: 'info',
  team: 'ml-platform',
  summary: 'A label has more values than its bound',
  description:
    '{{ $labels.service }} counts new values of a label of {{ $labels.metric }} as "other": the bound in the catalogue is reached.',
  panel: { dashboard: 'telemetry-pipeline', panel: 'Label values refused' },
};

/** A drill ends within minutes; what is left on is forgotten. */
export const faultLeftOn: Alert = {
  name: 'FaultLeftOn',
  expression: `${maxBy(['service', 'fault'], select(serviceFaultActive))} > 0`,
  for: '4h',
  severity: 'info',
  team: 'ml-platform',
  summary: 'An injected fault is still on',
  description: 'The fault {{ $labels.fault }} is still injected into {{ $labels.service }}.',
  panel: { dashboard: 'alerts-incidents', panel: 'Injected faults' },
};

export const servicesAlerts: AlertGroup = {
  name: 'services',
  alerts: [
    highErrorRate,
    eventLoopLagHigh,
    serviceRestarting,
    databasePoolExhausted,
    labelValuesRefused,
    faultLeftOn,
  ],
};
