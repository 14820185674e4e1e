/**
 * Unit tests of promtool: each alert fires, waits for its `for`, resolves and stays silent; rules give what they
 * should. A test runs in both timings: in the drill its series are the same and come sixty times faster.
 */
import { formatDuration, parseDuration } from '@lab/slo';
import type { Timing } from '@lab/slo/timing';
import type { AlertScenario, InputSeries, ScenarioGroup } from '../alerts/scenarios/index.ts';
import type { RecordingScenario } from '../rules/scenarios.ts';
import { GENERATED } from './header.ts';
import { alertLabels, constantAnnotations } from './prometheus-rules.ts';
import { toYaml, type Yaml } from './yaml.ts';

const INTERVAL = '15s';

/** A moment or an interval of a test; other than those of a rule, these have no minimum. */
const moment = (duration: string, { divisor }: Timing): string =>
  formatDuration(parseDuration(duration) / divisor);

const inputSeries = (series: InputSeries): Yaml =>
  Object.entries(series).map(([name, values]) => ({ series: name, values }));

function firing({ alert, fires }: AlertScenario, interval: string, timing: Timing): Yaml {
  const silentAt = [fires.pendingAt, fires.resolvedAt].filter((time) => time !== undefined);
  const description =
    timing.name === 'drill' ? (fires.descriptionInDrill ?? fires.description) : fires.description;
  return {
    name: `${alert.name} fires${fires.resolvedAt ? ' and resolves' : ''}`,
    interval: moment(interval, timing),
    input_series: inputSeries(fires.series),
    alert_rule_test: [
      {
        eval_time: moment(fires.at, timing),
        alertname: alert.name,
        exp_alerts: [
          {
            exp_labels: { ...alertLabels(alert), ...fires.labels },
            exp_annotations: { ...constantAnnotations(alert), description },
          },
        ],
      },
      ...silentAt.map((time) => ({
        eval_time: moment(time, timing),
        alertname: alert.name,
        exp_alerts: [],
      })),
    ],
  };
}

const silent = (
  { alert, staysSilent = [] }: AlertScenario,
  interval: string,
  timing: Timing,
): readonly Yaml[] =>
  staysSilent.map(({ because, series, at }) => ({
    name: `${alert.name} stays silent: ${because}`,
    interval: moment(interval, timing),
    input_series: inputSeries(series),
    alert_rule_test: [{ eval_time: moment(at, timing), alertname: alert.name, exp_alerts: [] }],
  }));

const recorded = (
  { rule, because, series, at, gives, perSecond }: RecordingScenario,
  timing: Timing,
): Yaml => ({
  name: `${rule.name}: ${because}`,
  interval: moment(INTERVAL, timing),
  input_series: inputSeries(series),
  promql_expr_test: [
    {
      expr: rule.name,
      eval_time: moment(at, timing),
      exp_samples: Object.entries(gives).map(([labels, value]) => ({
        labels: `${rule.name}${labels}`,
        value: perSecond ? value * timing.divisor : value,
      })),
    },
  ],
});

const testFile = (ruleFiles: readonly string[], interval: string, tests: readonly Yaml[]): string =>
  GENERATED +
  toYaml({
    rule_files: ruleFiles,
    evaluation_interval: interval,
    // Rates are divisions: 2 may come out as 1.9999999999999998.
    fuzzy_compare: true,
    tests,
  });

/** @param ruleFiles relative to the folder of the test file */
export const renderAlertTests = (
  { scenarios, interval = INTERVAL }: ScenarioGroup,
  ruleFiles: readonly string[],
  timing: Timing,
): string =>
  testFile(
    ruleFiles,
    moment(interval, timing),
    scenarios.flatMap((scenario) => [
      firing(scenario, interval, timing),
      ...silent(scenario, interval, timing),
    ]),
  );

/** @param ruleFiles relative to the folder of the test file */
export const renderRecordingTests = (
  scenarios: readonly RecordingScenario[],
  ruleFiles: readonly string[],
  timing: Timing,
): string =>
  testFile(
    ruleFiles,
    moment(INTERVAL, timing),
    scenarios.map((scenario) => recorded(scenario, timing)),
  );
