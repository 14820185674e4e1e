import { budgetRules } from './budgets.ts';
import { costRules } from './costs.ts';
import { driftRules } from './drift.ts';
import { gpuRules } from './gpu.ts';
import { httpRules } from './http.ts';
import { modelRules } from './models.ts';
import type { RecordingRuleGroup } from './recording-rule.ts';
import { serviceGraphRules } from './service-graph.ts';

export * from './budgets.ts';
export * from './costs.ts';
export * from './drift.ts';
export * from './gpu.ts';
export * from './http.ts';
export * from './models.ts';
export type { RecordingRule, RecordingRuleGroup } from './recording-rule.ts';
export * from './service-graph.ts';

export const RECORDING_RULE_GROUPS: readonly RecordingRuleGroup[] = [
  httpRules,
  modelRules,
  gpuRules,
  serviceGraphRules,
  driftRules,
  budgetRules,
  costRules,
];
