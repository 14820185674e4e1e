import { gpuScenarios } from './gpu.ts';
import { platformScenarios } from './platform.ts';
import type { ScenarioGroup } from './scenario.ts';
import { servingScenarios } from './serving.ts';
import { telemetryScenarios } from './telemetry.ts';

export type { AlertScenario, InputSeries, ScenarioGroup } from './scenario.ts';

/** One for each group of alerts, under its name. */
export const SCENARIO_GROUPS: readonly ScenarioGroup[] = [
  { name: 'platform', scenarios: platformScenarios },
  { name: 'serving', scenarios: servingScenarios },
  { name: 'gpu', scenarios: gpuScenarios },
  { name: 'telemetry', scenarios: telemetryScenarios },
];

export const ALERT_SCENARIOS = SCENARIO_GROUPS.flatMap(({ scenarios }) => scenarios);
