import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DRILL, PRODUCTION, TIMINGS, type Timing } from '@lab/slo/timing';
import { ALERT_GROUPS, type AlertGroup, ELSEWHERE_GROUPS } from './alerts/index.ts';
import { ELSEWHERE_SCENARIOS, SCENARIO_GROUPS, type ScenarioGroup } from './alerts/scenarios/index.ts';
import { LOG_ALERT_GROUPS, LOG_RECORDING_GROUPS } from './log-alerts/index.ts';
import { metricNames } from './promql-names.ts';
import { renderLokiRules } from './render/loki-rules.ts';
import { renderPrometheusConfig } from './render/prometheus-config.ts';
import { renderAlertRules, renderRecordingRules } from './render/prometheus-rules.ts';
import { renderAlertTests, renderRecordingTests } from './render/promtool-tests.ts';
import { sloFiles } from './render/slo-files.ts';
import { committedFiles } from './routing/committed-files.ts';
import { RECORDING_RULE_GROUPS } from './rules/index.ts';
import { RECORDING_SCENARIOS } from './rules/scenarios.ts';
import { SLOS } from './slos/index.ts';

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

/** Rules of groups of alerts and the tests of each, with the recording rules that it needs. */
const alertFiles = (
  folder: string,
  groups: readonly AlertGroup[],
  scenarios: readonly ScenarioGroup[],
  timing: Timing,
): readonly File[] => [
  ...groups.map(
    (group): File => [
      `infra/prometheus/rules/${folder}/alerts-${group.name}.yml`,
      renderAlertRules(group, timing),
    ],
  ),
  ...scenarios.map((group): File => {
    const { alerts = [] } = groups.find(({ name }) => name === group.name) ?? {};
    const recordings = recordingFiles(alerts.map(({ expression }) => expression));
    const needed = [...recordings, `alerts-${group.name}.yml`].map((file) => `${TO_RULES}/${folder}/${file}`);
    return [
      `infra/prometheus/tests/generated/${folder}/alerts-${group.name}.test.yml`,
      renderAlertTests(group, needed, timing),
    ];
  }),
];

const filesOf = (timing: Timing): readonly File[] => [
  ...RECORDING_RULE_GROUPS.map(
    (group): File => [
      `infra/prometheus/rules/${timing.name}/recording-${group.name}.yml`,
      renderRecordingRules(group, timing),
    ],
  ),
  [
    `infra/prometheus/tests/generated/${timing.name}/recording.test.yml`,
    renderRecordingTests(
      RECORDING_SCENARIOS,
      RECORDING_RULE_GROUPS.map(({ name }) => `${TO_RULES}/${timing.name}/recording-${name}.yml`),
      timing,
    ),
  ],
  ...alertFiles(timing.name, ALERT_GROUPS, SCENARIO_GROUPS, timing),
  [
    // Loki keeps the rules of each tenant in a folder; a Loki without tenants has one of this name.
    `infra/loki/rules/${timing.name}/fake/catalogue.yaml`,
    renderLokiRules(LOG_RECORDING_GROUPS, LOG_ALERT_GROUPS, timing),
  ],
];

/** Every file that the catalogue writes: path from the root of the repository, and content. */
export const generatedFiles = (): ReadonlyMap<string, string> =>
  new Map([
    ...TIMINGS.flatMap(filesOf),
    ...alertFiles('elsewhere', ELSEWHERE_GROUPS, ELSEWHERE_SCENARIOS, PRODUCTION),
    ...sloFiles(SLOS),
    ...committedFiles(),
    [
      'infra/prometheus/drill/prometheus.yml',
      renderPrometheusConfig(readFileSync(PROMETHEUS_CONFIG, 'utf8'), DRILL),
    ],
  ]);
