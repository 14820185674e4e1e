import { ALERT_GROUPS } from './alerts/index.ts';
import { ALERT_SCENARIOS } from './alerts/scenarios/index.ts';
import { renderAlertRules, renderRecordingRules } from './render/prometheus-rules.ts';
import { renderPromtoolTests } from './render/promtool-tests.ts';
import { RECORDING_RULE_GROUPS } from './rules/index.ts';
import { RECORDING_SCENARIOS } from './rules/scenarios.ts';

/** Every file that the catalogue writes: path from the root of the repository, and content. */
export const generatedFiles = (): ReadonlyMap<string, string> =>
  new Map([
    ['infra/prometheus/rules/generated/recording.yml', renderRecordingRules(RECORDING_RULE_GROUPS)],
    ['infra/prometheus/rules/generated/alerts.yml', renderAlertRules(ALERT_GROUPS)],
    [
      'infra/prometheus/tests/generated/catalogue.test.yml',
      renderPromtoolTests(
        ['../../rules/generated/recording.yml', '../../rules/generated/alerts.yml'],
        ALERT_SCENARIOS,
        RECORDING_SCENARIOS,
      ),
    ],
  ]);
