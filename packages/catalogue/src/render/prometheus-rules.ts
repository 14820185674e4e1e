import { type Alert, type AlertGroup, runbookPath } from '../alerts/alert.ts';
import type { RecordingRuleGroup } from '../rules/recording-rule.ts';
import { GENERATED } from './header.ts';
import { toYaml } from './yaml.ts';

/** Rule file of Prometheus with the recording rules. */
export const renderRecordingRules = (groups: readonly RecordingRuleGroup[]): string =>
  GENERATED +
  toYaml({
    groups: groups.map(({ name, rules }) => ({
      name: `recording-${name}`,
      rules: rules.map((rule) => ({ record: rule.name, expr: rule.expression })),
    })),
  });

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

/** Rule file of Prometheus with the alerts. */
export const renderAlertRules = (groups: readonly AlertGroup[]): string =>
  GENERATED +
  toYaml({
    groups: groups.map(({ name, alerts }) => ({
      name: `alerts-${name}`,
      rules: alerts.map((alert) => ({
        alert: alert.name,
        expr: alert.expression,
        for: alert.for,
        labels: alertLabels(alert),
        annotations: { ...constantAnnotations(alert), description: alert.description },
      })),
    })),
  });
