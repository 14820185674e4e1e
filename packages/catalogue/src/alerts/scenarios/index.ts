import { gpuScenarios } from './gpu.ts';
import { platformScenarios } from './platform.ts';
import type { AlertScenario } from './scenario.ts';
import { servingScenarios } from './serving.ts';
import { telemetryScenarios } from './telemetry.ts';

export type { AlertScenario, InputSeries } from './scenario.ts';

export const ALERT_SCENARIOS: readonly AlertScenario[] = [
  ...platformScenarios,
  ...servingScenarios,
  ...gpuScenarios,
  ...telemetryScenarios,
];
