import { ALERT_GROUPS, type Alert } from '../../alerts/index.ts';
import { metricNames } from '../../promql-names.ts';
import { RECORDING_RULE_GROUPS, type RecordingRule } from '../../rules/index.ts';

const rules: readonly RecordingRule[] = RECORDING_RULE_GROUPS.flatMap((group) => group.rules);
const alerts: readonly Alert[] = ALERT_GROUPS.flatMap((group) => group.alerts);

/** A histogram is asked by the names of its parts. */
const asks = (expression: string, metric: string): boolean =>
  metricNames(expression).some(
    (name) => name === metric || name.replace(/_(bucket|count|sum)$/, '') === metric,
  );

export const rulesThatAsk = (metric: string): readonly RecordingRule[] =>
  rules.filter(({ expression }) => asks(expression, metric));

export const alertsThatAsk = (metric: string): readonly Alert[] =>
  alerts.filter(({ expression }) => asks(expression, metric));
