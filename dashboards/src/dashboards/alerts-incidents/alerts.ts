/** What fires, for how long, and whether it reaches somebody. */
import * as units from '@grafana/grafana-foundation-sdk/units';
import { pagerFiringAlerts, pagerHeartbeatTimestampSeconds, pagerNotificationsTotal } from '@lab/catalogue';
import { alertmanagerNotificationRequestsTotal, alerts } from '@lab/catalogue/external';
import { countBy, increase, maxBy, not, select, sumBy } from '@lab/catalogue/promql';
import { limitAt, stacked, stat, table, timeseries } from '../../house-style.ts';
import { instantQuery, promQuery, tableQuery } from '../../targets.ts';

/** Watchdog and its like are of severity none: they fire to be missed. */
const FIRING = { alertstate: 'firing', severity: not('none') } as const;

export const firingNow = () =>
  stat({
    title: 'Firing now',
    description: 'Alerts that fire at this moment. 0 is what you want to see.',
    unit: units.Short,
  })
    .thresholds(limitAt(1))
    .withTarget(instantQuery(`${countBy([], select(alerts, FIRING))} or vector(0)`, 'firing'));

export const toldByPager = () =>
  stat({
    title: 'Open at the pager',
    description:
      'Alerts that the pager was told of and that have not been resolved: what somebody was woken for.',
    unit: units.Short,
  })
    .thresholds(limitAt(1))
    .withTarget(instantQuery(select(pagerFiringAlerts), 'open'));

export const heartbeatAge = () =>
  stat({
    title: 'Heartbeat age',
    description:
      'Time since the Watchdog last arrived at the pager. While it grows no page can arrive either: WatchdogMissing.',
    unit: units.Seconds,
  }).withTarget(
    instantQuery(
      `time() - (${maxBy(['service'], select(pagerHeartbeatTimestampSeconds))} > 0)`,
      '{{service}}',
    ),
  );

export const firingBySeverity = () =>
  stacked({
    title: 'Alerts firing by severity',
    description:
      'Critical wakes somebody, warning is for the day, info is held back unless something else is wrong.',
    unit: units.Short,
  }).withTarget(promQuery(countBy(['severity'], select(alerts, { alertstate: 'firing' })), '{{severity}}'));

export const history = () =>
  stacked({
    title: 'History of alerts',
    description:
      'When each alert has fired. The same ones together again and again are one fault with many names.',
    unit: units.Short,
  })
    .span(16)
    .withTarget(promQuery(countBy(['alertname'], select(alerts, FIRING)), '{{alertname}}'));

export const pending = () =>
  table({
    title: 'Pending and firing',
    description:
      'Alerts of this moment, with what they are about. Pending ones wait for the time that they must last.',
    unit: units.Short,
  })
    .span(24)
    .withTarget(
      tableQuery(
        countBy(
          ['alertname', 'alertstate', 'severity', 'service'],
          select(alerts, { severity: not('none') }),
        ),
      ),
    );

export const notifications = () =>
  stacked({
    title: 'Notifications by protocol',
    description:
      'Notifications that the pager received within 15 minutes: each protocol is a way that works.',
    unit: units.Short,
  })
    .span(12)
    .withTarget(
      promQuery(
        sumBy(['protocol', 'status'], increase(pagerNotificationsTotal, '15m')),
        '{{protocol}} {{status}}',
      ),
    );

export const attempts = () =>
  timeseries({
    title: 'Attempts to notify',
    description: 'What the Alertmanager tried within 15 minutes, by the kind of receiver.',
    unit: units.Short,
  })
    .span(12)
    .withTarget(
      promQuery(
        `${sumBy(['integration'], increase(alertmanagerNotificationRequestsTotal, '15m'))} > 0`,
        '{{integration}}',
      ),
    );
