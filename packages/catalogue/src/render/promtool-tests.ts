/** Unit tests of promtool: each alert fires, waits for its `for`, resolves and stays silent; rules give what they should. */
import type { AlertScenario, InputSeries } from '../alerts/scenarios/index.ts';
import type { RecordingScenario } from '../rules/scenarios.ts';
import { GENERATED } from './header.ts';
import { alertLabels, constantAnnotations } from './prometheus-rules.ts';
import { toYaml, type Yaml } from './yaml.ts';

const INTERVAL = '15s';

const inputSeries = (series: InputSeries): Yaml =>
  Object.entries(series).map(([name, values]) => ({ series: name, values }));

function firing({ alert, fires }: AlertScenario): Yaml {
  const silentAt = [fires.pendingAt, fires.resolvedAt].filter((time) => time !== undefined);
  return {
    name: `${alert.name} fires${fires.resolvedAt ? ' and resolves' : ''}`,
    interval: INTERVAL,
    input_series: inputSeries(fires.series),
    alert_rule_test: [
      {
        eval_time: fires.at,
        alertname: alert.name,
        exp_alerts: [
          {
            exp_labels: { ...alertLabels(alert), ...fires.labels },
            exp_annotations: { ...constantAnnotations(alert), description: fires.description },
          },
        ],
      },
      ...silentAt.map((time) => ({ eval_time: time, alertname: alert.name, exp_alerts: [] })),
    ],
  };
}

function silent({ alert, staysSilent }: AlertScenario): readonly Yaml[] {
  if (!staysSilent) return [];
  return [
    {
      name: `${alert.name} stays silent: ${staysSilent.because}`,
      interval: INTERVAL,
      input_series: inputSeries(staysSilent.series),
      alert_rule_test: [{ eval_time: staysSilent.at, alertname: alert.name, exp_alerts: [] }],
    },
  ];
}

const recorded = ({ rule, because, series, at, gives }: RecordingScenario): Yaml => ({
  name: `${rule.name}: ${because}`,
  interval: INTERVAL,
  input_series: inputSeries(series),
  promql_expr_test: [
    {
      expr: rule.name,
      eval_time: at,
      exp_samples: Object.entries(gives).map(([labels, value]) => ({
        labels: `${rule.name}${labels}`,
        value,
      })),
    },
  ],
});

/** `ruleFiles` are relative to the folder of the test file. */
export const renderPromtoolTests = (
  ruleFiles: readonly string[],
  alerts: readonly AlertScenario[],
  recordings: readonly RecordingScenario[],
): string =>
  GENERATED +
  toYaml({
    rule_files: ruleFiles,
    evaluation_interval: INTERVAL,
    // Rates are divisions: 2 may come out as 1.9999999999999998.
    fuzzy_compare: true,
    tests: [
      ...recordings.map(recorded),
      ...alerts.flatMap((scenario) => [firing(scenario), ...silent(scenario)]),
    ],
  });
