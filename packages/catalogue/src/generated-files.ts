import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DRILL, TIMINGS, type Timing } from '@lab/slo/timing';
import { ALERT_GROUPS } from './alerts/index.ts';
import { SCENARIO_GROUPS } from './alerts/scenarios/index.ts';
import { metricNames } from './promql-names.ts';
import { renderPrometheusConfig } from './render/prometheus-config.ts';
import { renderAlertRules, renderRecordingRules } from './render/prometheus-rules.ts';
import { renderAlertTests, renderRecordingTests } from './render/promtool-tests.ts';
import { committedFiles } from './routing/committed-files.ts';
import { RECORDING_RULE_GROUPS } from './rules/index.ts';
import { RECORDING_SCENARIOS } from './rules/scenarios.ts';

const PROMETHEUS_CONFIG = fileURLToPath(new URL('../../../infra/prometheus/prometheus.yml', import.meta.url));
/** From the folder of a test to that of the rules in the same timing. */
const TO_RULES = '../../../rules';

type File = readonly [path: string, content: string];

/** Files of recording rules that expressions need, those behind other recording rules included. */
function recordingFiles(expressions: readonly string[]): readonly string[] {
  const needed = new Set<string>();
  const visit = (expression: string): void => {
    for (const name of metricNames(expression)) {
      const group = RECORDING_RULE_GROUPS.find(({ rules }) => rules.some((rule) => rule.name === name));
      if (group === undefined || needed.has(group.name)) continue;
      needed.add(group.name);
      for (const rule of group.rules) visit(rule.expression);
    }
  };
  expressions.forEach(visit);
  return RECORDING_RULE_GROUPS.flatMap(({ name }) => (needed.has(name) ? [`recording-${name}.yml`] : []));
}

function filesOf(timing: Timing): readonly File[] {
  const rules = `infra/prometheus/rules/${timing.name}`;
  const tests = `infra/prometheus/tests/generated/${timing.name}`;
  const fromTest = (file: string) => `${TO_RULES}/${timing.name}/${file}`;
  const allRecordings = RECORDING_RULE_GROUPS.map(({ name }) => `recording-${name}.yml`);
  return [
    ...RECORDING_RULE_GROUPS.map(
      (group): File => [`${rules}/recording-${group.name}.yml`, renderRecordingRules(group, timing)],
    ),
    ...ALERT_GROUPS.map(
      (group): File => [`${rules}/alerts-${group.name}.yml`, renderAlertRules(group, timing)],
    ),
    [
      `${tests}/recording.test.yml`,
      renderRecordingTests(RECORDING_SCENARIOS, allRecordings.map(fromTest), timing),
    ],
    ...SCENARIO_GROUPS.map((group): File => {
      const { alerts = [] } = ALERT_GROUPS.find(({ name }) => name === group.name) ?? {};
      const recordings = recordingFiles(alerts.map(({ expression }) => expression));
      const needed = [...recordings, `alerts-${group.name}.yml`].map(fromTest);
      return [`${tests}/alerts-${group.name}.test.yml`, renderAlertTests(group, needed, timing)];
    }),
  ];
}

/** Every file that the catalogue writes: path from the root of the repository, and content. */
export const generatedFiles = (): ReadonlyMap<string, string> =>
  new Map([
    ...TIMINGS.flatMap(filesOf),
    ...committedFiles(),
    [
      'infra/prometheus/drill/prometheus.yml',
      renderPrometheusConfig(readFileSync(PROMETHEUS_CONFIG, 'utf8'), DRILL),
    ],
  ]);
