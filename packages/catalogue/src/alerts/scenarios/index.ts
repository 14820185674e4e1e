import { alertingScenarios } from './alerting.ts';
import { autopilotScenarios } from './autopilot.ts';
import { capacityScenarios } from './capacity.ts';
import { certificateScenarios, kubernetesScenarios } from './elsewhere.ts';
import { experimentsScenarios } from './experiments.ts';
import { gpuScenarios } from './gpu.ts';
import { pipelinesScenarios } from './pipelines.ts';
import { platformScenarios } from './platform.ts';
import { qualityScenarios } from './quality.ts';
import type { ScenarioGroup } from './scenario.ts';
import { servicesScenarios } from './services.ts';
import { servingScenarios } from './serving.ts';
import { telemetryScenarios } from './telemetry.ts';

export type { AlertScenario, InputSeries, ScenarioGroup } from './scenario.ts';

/** One for each group of alerts, under its name. */
export const SCENARIO_GROUPS: readonly ScenarioGroup[] = [
  { name: 'alerting', scenarios: alertingScenarios },
  { name: 'platform', scenarios: platformScenarios },
  { name: 'services', scenarios: servicesScenarios },
  { name: 'serving', scenarios: servingScenarios },
  { name: 'experiments', scenarios: experimentsScenarios },
  { name: 'quality', scenarios: qualityScenarios },
  { name: 'pipelines', scenarios: pipelinesScenarios },
  { name: 'autopilot', scenarios: autopilotScenarios },
  { name: 'gpu', scenarios: gpuScenarios },
  { name: 'capacity', interval: '1m', scenarios: capacityScenarios },
  { name: 'telemetry', scenarios: telemetryScenarios },
];

/** The same for what the lab does not run. */
export const ELSEWHERE_SCENARIOS: readonly ScenarioGroup[] = [
  { name: 'kubernetes', scenarios: kubernetesScenarios },
  { name: 'certificates', interval: '1m', scenarios: certificateScenarios },
];

export const ALERT_SCENARIOS = [...SCENARIO_GROUPS, ...ELSEWHERE_SCENARIOS].flatMap(
  ({ scenarios }) => scenarios,
);
