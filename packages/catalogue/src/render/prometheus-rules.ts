import { forInTiming, inTiming, type Timing } from '@lab/slo/timing';
import { type Alert, type AlertGroup, runbookPath } from '../alerts/alert.ts';
import type { RecordingRuleGroup } from '../rules/recording-rule.ts';
import { GENERATED } from './header.ts';
import { toYaml } from './yaml.ts';

/** Rule file of Prometheus with one group of recording rules, as it runs in a timing. */
export const renderRecordingRules = ({ name, rules }: RecordingRuleGroup, timing: Timing): string =>
  GENERATED +
  toYaml({
    groups: [
      {
        name: `recording-${name}`,
        rules: rules.map((rule) => ({ record: rule.name, expr: inTiming(rule.expression, timing) })),
      },
    ],
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

/** Rule file of Prometheus with one group of alerts, as it runs in a timing. */
export const renderAlertRules = ({ name, alerts }: AlertGroup, timing: Timing): string =>
  GENERATED +
  toYaml({
    groups: [
      {
        name: `alerts-${name}`,
        rules: alerts.map((alert) => ({
          alert: alert.name,
          expr: inTiming(alert.expression, timing),
          for: forInTiming(alert.for, timing),
          labels: alertLabels(alert),
          annotations: { ...constantAnnotations(alert), description: alert.description },
        })),
      },
    ],
  });
