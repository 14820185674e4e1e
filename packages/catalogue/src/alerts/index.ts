import type { AlertGroup } from './alert.ts';
import { gpuAlerts } from './gpu.ts';
import { platformAlerts } from './platform.ts';
import { servingAlerts } from './serving.ts';
import { telemetryAlerts } from './telemetry.ts';

export * from './alert.ts';

export const ALERT_GROUPS: readonly AlertGroup[] = [
  platformAlerts,
  servingAlerts,
  gpuAlerts,
  telemetryAlerts,
];
