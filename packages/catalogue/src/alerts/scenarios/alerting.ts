import {
  alertmanagerConfigReloadSuccessful,
  alertmanagerNotificationRequestsFailedTotal,
} from '../../external/alertmanager.ts';
import {
  alerts,
  prometheusConfigReloadSuccessful,
  prometheusNotificationErrorsTotal,
  prometheusRuleFailuresTotal,
} from '../../external/prometheus.ts';
import { pagerDeadMansSwitch } from '../../metrics/pager.ts';
import { select } from '../../promql.ts';
import {
  alertmanagerConfigReloadFailed,
  alertmanagerNotificationsFailing,
  infoInhibitor,
  prometheusConfigReloadFailed,
  prometheusNotificationsFailing,
  prometheusRuleFailures,
  watchdog,
  watchdogMissing,
} from '../alerting.ts';
import { type AlertScenario, COUNTED_BEFORE, growing } from './scenario.ts';

const PROMETHEUS = { service: 'prometheus' } as const;
const ALERTMANAGER = { service: 'alertmanager' } as const;
const deadMansSwitch = select(pagerDeadMansSwitch, { service: 'pager' });
const ruleFailures = select(prometheusRuleFailuresTotal, { ...PROMETHEUS, rule_group: 'rules.yml;http' });
const notificationErrors = select(prometheusNotificationErrorsTotal, {
  ...PROMETHEUS,
  alertmanager: 'http://alertmanager:9093/api/v2/alerts',
});
const requestsFailed = select(alertmanagerNotificationRequestsFailedTotal, {
  ...ALERTMANAGER,
  integration: 'webhook',
});
const firing = (severity: string, service: string) =>
  select(alerts, { alertname: 'Something', alertstate: 'firing', severity, service });
/** Refused from the sixth to the 46th step. */
const REFUSED = '1x4 0x40 1x20';

export const alertingScenarios: readonly AlertScenario[] = [
  {
    alert: watchdog,
    fires: { series: {}, at: '1m', labels: {}, description: watchdog.description },
  },
  {
    alert: watchdogMissing,
    fires: {
      series: { [deadMansSwitch]: '0x4 1x20 0x20' },
      pendingAt: '2m',
      at: '4m',
      resolvedAt: '7m',
      labels: { service: 'pager' },
      description: 'pager has not heard the Watchdog for too long: pages may not arrive.',
    },
    staysSilent: [{ because: 'the pager hears it', series: { [deadMansSwitch]: '0x40' }, at: '8m' }],
  },
  {
    alert: infoInhibitor,
    fires: {
      series: { [firing('info', 'inference')]: '_x4 1x20 stale' },
      at: '3m',
      resolvedAt: '8m',
      labels: { service: 'inference' },
      description: 'For inference nothing but alerts of severity info fire; they are worth no message.',
    },
    staysSilent: [
      {
        because: 'beside a warning a hint explains it',
        series: { [firing('info', 'inference')]: '1x20', [firing('warning', 'inference')]: '1x20' },
        at: '3m',
      },
    ],
  },
  {
    alert: prometheusRuleFailures,
    fires: {
      series: { [ruleFailures]: '0x4 2x60' },
      at: '3m',
      resolvedAt: '8m',
      labels: { ...PROMETHEUS, rule_group: 'rules.yml;http' },
      description: 'Rule group rules.yml;http failed 2 times of late; its alerts are blind.',
    },
    staysSilent: [
      {
        because: 'failures of long ago are counted and do not grow',
        series: { [ruleFailures]: COUNTED_BEFORE },
        at: '10m',
      },
    ],
  },
  {
    alert: prometheusConfigReloadFailed,
    fires: {
      series: { [select(prometheusConfigReloadSuccessful, PROMETHEUS)]: REFUSED },
      pendingAt: '5m',
      at: '8m',
      resolvedAt: '12m',
      labels: PROMETHEUS,
      description: 'prometheus still runs what it read before: the last change to it is not in force.',
    },
    staysSilent: [
      {
        because: 'a mistake that is mended at once',
        series: { [select(prometheusConfigReloadSuccessful, PROMETHEUS)]: '1x4 0x8 1x40' },
        at: '8m',
      },
    ],
  },
  {
    alert: prometheusNotificationsFailing,
    fires: {
      series: { [notificationErrors]: growing(10) },
      pendingAt: '2m',
      at: '7m',
      resolvedAt: '18m',
      labels: { ...PROMETHEUS, alertmanager: 'http://alertmanager:9093/api/v2/alerts' },
      description: 'prometheus could not deliver 200 alerts to http://alertmanager:9093/api/v2/alerts.',
    },
    staysSilent: [
      {
        because: 'what was lost before does not grow',
        series: { [notificationErrors]: COUNTED_BEFORE },
        at: '10m',
      },
    ],
  },
  {
    alert: alertmanagerConfigReloadFailed,
    fires: {
      series: { [select(alertmanagerConfigReloadSuccessful, ALERTMANAGER)]: REFUSED },
      pendingAt: '5m',
      at: '8m',
      resolvedAt: '12m',
      labels: ALERTMANAGER,
      description:
        'alertmanager still runs what it read before: routes and receivers may not be what you think.',
    },
    staysSilent: [
      {
        because: 'a mistake that is mended at once',
        series: { [select(alertmanagerConfigReloadSuccessful, ALERTMANAGER)]: '1x4 0x8 1x40' },
        at: '8m',
      },
    ],
  },
  {
    alert: alertmanagerNotificationsFailing,
    fires: {
      series: { [requestsFailed]: growing(2) },
      pendingAt: '2m',
      at: '7m',
      resolvedAt: '18m',
      labels: { ...ALERTMANAGER, integration: 'webhook' },
      description: 'alertmanager failed 40 times of late to deliver by webhook.',
    },
    staysSilent: [
      {
        because: 'a receiver that was away yesterday',
        series: { [requestsFailed]: COUNTED_BEFORE },
        at: '10m',
      },
    ],
  },
];
