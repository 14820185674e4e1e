import type { CheckContext } from '@lab/course/lab';
import { parse, stringify } from 'yaml';
import { graded } from '../rubric.ts';
import { alertsIn, rulesIn, windowsOf, withAlertExpression } from '../rules.ts';
import type { LearnersSystem } from '../system.ts';

/**
 * The second is as the original where that fires, labels included: nobody notices it who looks only while the budget burns.
 */
const MUTANTS: Readonly<Record<string, (expr: string) => string>> = {
  'an alert that can never fire': () => 'vector(1) < 0',
  'an alert that always fires': (expr) => `(${expr}\n) or on () vector(1)`,
};

export const slo = graded({
  id: 'slo',
  title: 'An objective, its burn-rate alerts, and their proof',
  lookAt: 'documents.rules and documents.rule_tests',
  sides: [
    {
      points: 4,
      wanted: 'rules in your Prometheus with an alert that looks at two windows at least',
      async look(system, lab) {
        const file = rulesIn(await lab.files.read(system.files.rules));
        const loaded = new Set((await system.prometheus.rules()).map(({ name }) => name));
        const missing = alertsIn(file).filter(({ alert = '' }) => !loaded.has(alert));
        if (missing.length > 0) return `not loaded: ${missing.map(({ alert }) => alert).join(', ')}`;
        const widest = Math.max(0, ...alertsIn(file).map((alert) => windowsOf(alert, file).size));
        return widest >= 2 ? undefined : `no alert looks at more than ${widest} windows`;
      },
    },
    {
      points: 4,
      wanted: 'unit tests that pass',
      look: (system, lab) => testsFail(lab, system.files.ruleTests),
    },
    {
      points: 4,
      wanted: 'unit tests that notice an alert which never fires, and one which always does',
      async look(system, lab) {
        if ((await testsFail(lab, system.files.ruleTests)) !== undefined)
          return 'the tests do not pass as they are';
        for (const [mistake, changed] of Object.entries(MUTANTS))
          if ((await testsFail(lab, await mutated(system, lab, changed))) === undefined)
            return `the tests pass with ${mistake} in place of yours`;
        return undefined;
      },
    },
  ],
  hints: [
    'Lab 8 has made an objective into rules, and lab 6 has tested rules.',
    'Record the share of bad events over a short and a long window, and let the alert ask for both; promtool test rules runs series that burn and series that do not.',
    'One test in which the budget burns, with exp_alerts of the full labels and annotations, and one in which it does not, with an empty exp_alerts: the second alone notices an alert that always fires.',
  ],
});

async function testsFail({ tool }: CheckContext, file: string): Promise<string | undefined> {
  const { exitCode, output } = await tool('promtool', 'test', 'rules', file);
  return exitCode === 0 ? undefined : output.trim().split('\n').slice(-8).join('\n');
}

/** Whose files are no configuration of the workbench: nothing is read anew for them. */
const FOLDER = 'logs/check';

/** Writes the rules with other alerts, and the learner's tests of them. @returns the path of the tests */
async function mutated(
  system: LearnersSystem,
  { files }: CheckContext,
  changed: (expr: string) => string,
): Promise<string> {
  const rules = withAlertExpression(rulesIn(await files.read(system.files.rules)), changed);
  const tests = parse(await files.read(system.files.ruleTests)) as Record<string, unknown>;
  await files.write(`${FOLDER}/rules.yml`, stringify(rules));
  await files.write(`${FOLDER}/tests.yml`, stringify({ ...tests, rule_files: ['rules.yml'] }));
  return `${FOLDER}/tests.yml`;
}
