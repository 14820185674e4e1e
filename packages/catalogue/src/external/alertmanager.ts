/** What the Alertmanager tells about itself. */
import { externalCounter, externalGauge, externalHistogram } from '../external-metric.ts';

export const alertmanagerAlerts = externalGauge('alertmanager_alerts', ['state']);
export const alertmanagerNotificationsFailedTotal = externalCounter(
  'alertmanager_notifications_failed_total',
  ['integration', 'reason'],
);
/** Every attempt; `notifications_failed` counts only what was given up. */
export const alertmanagerNotificationRequestsTotal = externalCounter(
  'alertmanager_notification_requests_total',
  ['integration'],
);
export const alertmanagerNotificationRequestsFailedTotal = externalCounter(
  'alertmanager_notification_requests_failed_total',
  ['integration'],
);
export const alertmanagerConfigReloadSuccessful = externalGauge('alertmanager_config_last_reload_successful');
export const alertmanagerConfigReloadTimestampSeconds = externalGauge(
  'alertmanager_config_last_reload_success_timestamp_seconds',
);
export const alertmanagerNotificationLatencySeconds = externalHistogram(
  'alertmanager_notification_latency_seconds',
  ['integration'],
);
