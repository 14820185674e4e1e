import { LOG_ALERT_GROUPS } from '../log-alerts/index.ts';
import type { Alert, AlertGroup, NamedAlert } from './alert.ts';
import { alertingAlerts } from './alerting.ts';
import { autopilotAlerts } from './autopilot.ts';
import { errorBudgetBurn } from './budget-burn.ts';
import { capacityAlerts } from './capacity.ts';
import { certificateAlerts, kubernetesAlerts } from './elsewhere.ts';
import { experimentsAlerts } from './experiments.ts';
import { gpuAlerts } from './gpu.ts';
import { pipelinesAlerts } from './pipelines.ts';
import { platformAlerts } from './platform.ts';
import { qualityAlerts } from './quality.ts';
import { servicesAlerts } from './services.ts';
import { servingAlerts } from './serving.ts';
import { telemetryAlerts } from './telemetry.ts';

export * from '../log-alerts/alerts.ts';
export * from './alert.ts';
export * from './alerting.ts';
export * from './autopilot.ts';
export * from './budget-burn.ts';
export * from './capacity.ts';
export * from './elsewhere.ts';
export * from './experiments.ts';
export * from './gpu.ts';
export * from './pipelines.ts';
export * from './platform.ts';
export * from './quality.ts';
export * from './services.ts';
export * from './serving.ts';
export * from './telemetry.ts';
export { LOG_ALERT_GROUPS };

/** What the lab's Prometheus evaluates. */
export const ALERT_GROUPS: readonly AlertGroup[] = [
  alertingAlerts,
  platformAlerts,
  servicesAlerts,
  servingAlerts,
  experimentsAlerts,
  qualityAlerts,
  pipelinesAlerts,
  autopilotAlerts,
  gpuAlerts,
  capacityAlerts,
  telemetryAlerts,
];

/** What forks evaluate who have the exporters for it. */
export const ELSEWHERE_GROUPS: readonly AlertGroup[] = [kubernetesAlerts, certificateAlerts];

/** Every alert whose expression is written in the catalogue, whoever evaluates it. */
export const WRITTEN_ALERTS: readonly Alert[] = [
  ...ALERT_GROUPS,
  ...LOG_ALERT_GROUPS,
  ...ELSEWHERE_GROUPS,
].flatMap(({ alerts }) => alerts);

/** Every alert that has a runbook: the same, and the one whose expressions are made from the objectives. */
export const EVERY_ALERT: readonly NamedAlert[] = [...WRITTEN_ALERTS, errorBudgetBurn];
