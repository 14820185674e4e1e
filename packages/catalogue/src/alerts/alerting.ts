/** The way of an alert from its rule to a person, watched at each step, and what costs too much on that way. */
import {
  alertmanagerConfigReloadSuccessful,
  alertmanagerNotificationRequestsFailedTotal,
} from '../external/alertmanager.ts';
import {
  alerts,
  prometheusConfigReloadSuccessful,
  prometheusNotificationErrorsTotal,
  prometheusNotificationsDroppedTotal,
  prometheusRuleFailuresTotal,
} from '../external/prometheus.ts';
import { pagerDeadMansSwitch } from '../metrics/pager.ts';
import { increase, like, maxBy, minBy, select, sumBy } from '../promql.ts';
import type { Alert, AlertGroup } from './alert.ts';

const pipeline = (panel: string) => ({ dashboard: 'telemetry-pipeline', panel });
const incidents = (panel: string) => ({ dashboard: 'alerts-incidents', panel });

export const watchdog: Alert = {
  name: 'Watchdog',
  expression: 'vector(1)',
  for: '0s',
  severity: 'none',
  team: 'infrastructure',
  labels: { service: 'prometheus' },
  summary: 'Alerts reach their receivers',
  description: 'This alert always fires. Where it is missing, no other alert can arrive either.',
  panel: pipeline('Alerts sent'),
};

/** The other end of the Watchdog: the pager misses it. Heard only where just the Watchdog's own way is broken. */
export const watchdogMissing: Alert = {
  name: 'WatchdogMissing',
  expression: `${maxBy(['service'], select(pagerDeadMansSwitch))} == 1`,
  for: '1m',
  severity: 'critical',
  team: 'infrastructure',
  summary: 'The Watchdog does not arrive',
  description: '{{ $labels.service }} has not heard the Watchdog for too long: pages may not arrive.',
  panel: incidents('Heartbeat age'),
};

/** Told to nobody: the Alertmanager holds back what is info about a service while nothing else is wrong with it. */
export const infoInhibitor: Alert = {
  name: 'InfoInhibitor',
  expression: `${maxBy(['service'], select(alerts, { alertstate: 'firing', severity: 'info' }))} == 1
unless ${maxBy(['service'], select(alerts, { alertstate: 'firing', severity: like('warning|critical') }))} == 1`,
  for: '0s',
  severity: 'none',
  team: 'infrastructure',
  summary: 'Only hints are firing for a service',
  description:
    'For {{ $labels.service }} nothing but alerts of severity info fire; they are worth no message.',
  panel: { dashboard: 'lab-overview', panel: 'Alerts firing' },
};

export const prometheusRuleFailures: Alert = {
  name: 'PrometheusRuleFailures',
  expression: `${sumBy(['service', 'rule_group'], increase(prometheusRuleFailuresTotal, '5m'))} > 0`,
  for: '0s',
  severity: 'critical',
  team: 'infrastructure',
  summary: 'Rules fail to evaluate',
  description:
    'Rule group {{ $labels.rule_group }} failed {{ $value | humanize }} times of late; its alerts are blind.',
  panel: pipeline('Rule failures'),
};

export const prometheusConfigReloadFailed: Alert = {
  name: 'PrometheusConfigReloadFailed',
  expression: `${minBy(['service'], select(prometheusConfigReloadSuccessful))} == 0`,
  for: '5m',
  severity: 'warning',
  team: 'infrastructure',
  summary: 'Prometheus refuses its configuration',
  description: '{{ $labels.service }} still runs what it read before: the last change to it is not in force.',
  panel: pipeline('Configuration reloads'),
};

export const prometheusNotificationsFailing: Alert = {
  name: 'PrometheusNotificationsFailing',
  expression: `${sumBy(['service', 'alertmanager'], increase(prometheusNotificationErrorsTotal, '5m'))} > 0
or ${sumBy(['service', 'alertmanager'], increase(prometheusNotificationsDroppedTotal, '5m'))} > 0`,
  for: '1m',
  severity: 'critical',
  team: 'infrastructure',
  summary: 'Alerts do not reach the Alertmanager',
  description:
    '{{ $labels.service }} could not deliver {{ $value | humanize }} alerts to {{ $labels.alertmanager }}.',
  panel: pipeline('Alerts sent'),
};

export const alertmanagerConfigReloadFailed: Alert = {
  name: 'AlertmanagerConfigReloadFailed',
  expression: `${minBy(['service'], select(alertmanagerConfigReloadSuccessful))} == 0`,
  for: '5m',
  severity: 'critical',
  team: 'infrastructure',
  summary: 'The Alertmanager refuses its configuration',
  description:
    '{{ $labels.service }} still runs what it read before: routes and receivers may not be what you think.',
  panel: pipeline('Configuration reloads'),
};

/** Attempts, not notifications: the latter fail only when the Alertmanager has stopped trying. */
export const alertmanagerNotificationsFailing: Alert = {
  name: 'AlertmanagerNotificationsFailing',
  expression: `${sumBy(['service', 'integration'], increase(alertmanagerNotificationRequestsFailedTotal, '5m'))} > 0`,
  for: '1m',
  severity: 'critical',
  team: 'infrastructure',
  summary: 'Notifications do not reach their receivers',
  description:
    '{{ $labels.service }} failed {{ $value | humanize }} times of late to deliver by {{ $labels.integration }}.',
  panel: pipeline('Alertmanager: failed notifications'),
};

export const alertingAlerts: AlertGroup = {
  name: 'alerting',
  alerts: [
    watchdog,
    watchdogMissing,
    infoInhibitor,
    prometheusRuleFailures,
    prometheusConfigReloadFailed,
    prometheusNotificationsFailing,
    alertmanagerConfigReloadFailed,
    alertmanagerNotificationsFailing,
  ],
};
