import type { AlertGroup } from '../alerts/alert.ts';
import type { RecordingRuleGroup } from '../rules/recording-rule.ts';
import { logAlerts } from './alerts.ts';
import { logRecordings } from './recordings.ts';

export * from './alerts.ts';
export * from './recordings.ts';

/** What Loki's ruler evaluates and tells the Alertmanager. Expressions are LogQL. */
export const LOG_ALERT_GROUPS: readonly AlertGroup[] = [logAlerts];

/** What Loki's ruler evaluates and writes to Prometheus. Expressions are LogQL. */
export const LOG_RECORDING_GROUPS: readonly RecordingRuleGroup[] = [logRecordings];
