import { counter, gauge } from '../metric.ts';

export const PAGER_PROTOCOLS = ['webhook', 'slack', 'pagerduty', 'mail'] as const;
export const NOTIFICATION_STATUSES = ['firing', 'resolved'] as const;

export const pagerNotificationsTotal = counter({
  name: 'pager_notifications_total',
  help: 'Notifications received, by the protocol that they came in.',
  labels: { protocol: PAGER_PROTOCOLS, status: NOTIFICATION_STATUSES },
});

export const pagerFiringAlerts = gauge({
  name: 'pager_firing_alerts',
  help: 'Alerts that were told as firing and not yet as resolved.',
  labels: {},
});

export const pagerHeartbeatTimestampSeconds = gauge({
  name: 'pager_heartbeat_timestamp_seconds',
  help: 'Unix time at which the Watchdog last arrived; 0 before the first.',
  labels: {},
});

export const pagerDeadMansSwitch = gauge({
  name: 'pager_dead_mans_switch',
  help: '1 while the Watchdog is missing: the way from Prometheus to here is broken.',
  labels: {},
});
