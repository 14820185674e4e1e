import { forInTiming, inTiming, type Timing } from '@lab/slo/timing';
import { type Alert, type AlertGroup, runbookPath } from '../alerts/alert.ts';
import type { RecordingRuleGroup } from '../rules/recording-rule.ts';
import { GENERATED } from './header.ts';
import { toYaml, type Yaml } from './yaml.ts';

export const recordingRules = ({ rules }: RecordingRuleGroup, timing: Timing): readonly Yaml[] =>
  rules.map((rule) => ({ record: rule.name, expr: inTiming(rule.expression, timing) }));

export const alertLabels = ({ severity, team, labels }: Alert): Record<string, string> => ({
  severity,
  team,
  ...labels,
});

/** Everything that is annotated besides the description, which is the only template. */
export const constantAnnotations = ({ name, summary, panel }: Alert): Record<string, string> => ({
  summary,
  runbook_url: runbookPath(name),
  dashboard_url: `/d/${panel.dashboard}`,
  dashboard_panel: panel.panel,
});

export const alertRules = ({ alerts }: AlertGroup, timing: Timing): readonly Yaml[] =>
  alerts.map((alert) => ({
    alert: alert.name,
    expr: inTiming(alert.expression, timing),
    for: forInTiming(alert.for, timing),
    labels: alertLabels(alert),
    annotations: { ...constantAnnotations(alert), description: alert.description },
  }));

const ruleFile = (name: string, rules: readonly Yaml[]): string =>
  GENERATED + toYaml({ groups: [{ name, rules }] });

/** Rule file of Prometheus with one group of recording rules, as it runs in a timing. */
export const renderRecordingRules = (group: RecordingRuleGroup, timing: Timing): string =>
  ruleFile(`recording-${group.name}`, recordingRules(group, timing));

/** Rule file of Prometheus with one group of alerts, as it runs in a timing. */
export const renderAlertRules = (group: AlertGroup, timing: Timing): string =>
  ruleFile(`alerts-${group.name}`, alertRules(group, timing));
