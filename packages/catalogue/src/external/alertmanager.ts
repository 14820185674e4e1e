/** What the Alertmanager tells about itself. */
import { externalCounter, externalGauge } from '../external-metric.ts';

export const alertmanagerAlerts = externalGauge('alertmanager_alerts', ['state']);
export const alertmanagerNotificationsFailedTotal = externalCounter(
  'alertmanager_notifications_failed_total',
  ['integration', 'reason'],
);
