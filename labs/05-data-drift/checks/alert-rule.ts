import {
  type CheckContext,
  type Finding,
  fails,
  firstFailure,
  found,
  passes,
  type Task,
} from '@lab/course/lab';
import { parse, stringify } from 'yaml';

export const ALERT = 'SustainedDrift';
const RULES = 'prometheus/rules.yml';
const TESTS = 'prometheus/rules.test.yml';
/** Below logs/ nothing is read by an engine. */
const TRIED = 'logs/tried';

interface RuleFile {
  readonly groups?: readonly { readonly name: string; readonly rules?: readonly Record<string, unknown>[] }[];
}

export const alertRule: Task = {
  id: 'alert-rule',
  title: 'Write an alert, and a test that can fail',
  deadlineSeconds: 45,
  hints: [
    "The lab's own is in infra/prometheus/rules/production/alerts-quality.yml. What does a for do, and how would a test notice that it is gone?",
    'max by model_name and feature_name of ml_data_drift_score above 0.7, for 30 s. The tests: a score that stays high (before and after the for), one that is high for a moment, one that stays below.',
    "`promql_expr_test: [{ expr: 'ALERTS{alertstate=\"firing\"}', eval_time: 20s, exp_samples: [] }, { expr: 'count(ALERTS{alertstate=\"firing\"})', eval_time: 45s, exp_samples: [{ labels: '{}', value: 1 }] }]` with `values: 0.9x12` and interval 5s; and series of 0.6x12, and of 0.9x3 0.1x20, that give none.",
  ],
  async check(lab) {
    const rules = parse(await lab.files.read(RULES)) as RuleFile;
    const rule = rules.groups?.flatMap((group) => group.rules ?? []).find(({ alert }) => alert === ALERT);
    if (rule === undefined)
      return fails({ expected: `an alert ${ALERT}`, seen: 'no such alert', lookAt: RULES });
    return firstFailure(
      () => behaves(lab, stringify(rules)),
      () => ownTestsPass(lab),
      ...MUTANTS.map((mutant) => () => isNoticed(lab, rules, mutant)),
    );
  },
};

const series = (feature: string, values: string) => ({
  series: `ml_data_drift_score{job="monitor",instance="x",model_name="m",feature_name="${feature}"}`,
  values,
});
const firing = `ALERTS{alertname="${ALERT}",alertstate="firing"}`;
const at = (eval_time: string, feature: string, fires: boolean) => ({
  expr: `count by (model_name, feature_name) (${firing.replace('}', `,feature_name="${feature}"}`)})`,
  eval_time,
  exp_samples: fires ? [{ labels: `{model_name="m",feature_name="${feature}"}`, value: 1 }] : [],
});

/** What the alert has to do; promtool says which feature and which moment it was not so for. */
const BEHAVIOUR = [
  { what: 'a score of 0.9 does not fire before 30 s', case: at('20s', 'stays', false) },
  {
    what: 'a score of 0.9 fires after 30 s, with model_name and feature_name',
    case: at('50s', 'stays', true),
  },
  { what: 'a score that is high for 15 s never fires', case: at('50s', 'moment', false) },
  { what: 'a score of 0.65 never fires', case: at('110s', 'below', false) },
  { what: 'a score of 0.72 fires', case: at('60s', 'little', true) },
  { what: 'it resolves when the score is low again', case: at('110s', 'stays', false) },
] as const;

async function behaves(lab: CheckContext, rules: string): Promise<Finding> {
  await lab.files.write(`${TRIED}/behaviour/rules.yml`, rules);
  const tests = {
    rule_files: ['rules.yml'],
    evaluation_interval: '5s',
    tests: BEHAVIOUR.map(({ what, case: expectation }) => ({
      name: what,
      interval: '5s',
      input_series: [
        series('stays', '0.9x15 0.1x20'),
        series('moment', '0.9x3 0.1x30'),
        series('below', '0.65x30'),
        series('little', '0.72x30'),
      ],
      promql_expr_test: [expectation],
    })),
  };
  await lab.files.write(`${TRIED}/behaviour/rules.test.yml`, stringify(tests));
  const { exitCode, output } = await lab.tool(
    'promtool',
    'test',
    'rules',
    `${TRIED}/behaviour/rules.test.yml`,
  );
  return found(exitCode === 0, {
    expected: BEHAVIOUR.map(({ what }) => what).join('; '),
    seen: exitCode === 0 ? 'that' : `promtool: ${oneLine(output)}`,
    lookAt: RULES,
  });
}

async function ownTestsPass(lab: CheckContext): Promise<Finding> {
  const { exitCode, output } = await lab.tool('promtool', 'test', 'rules', TESTS);
  return found(exitCode === 0, {
    expected: 'your own tests pass',
    seen: exitCode === 0 ? 'they do' : oneLine(output),
    lookAt: TESTS,
  });
}

/** Your rule, broken on purpose: tests that pass all the same are none. */
const MUTANTS = [
  { what: 'the for is gone', change: ({ for: _gone, ...rest }: Record<string, unknown>) => rest },
  {
    what: 'it never fires',
    change: (rule: Record<string, unknown>) => ({ ...rule, expr: `(${rule.expr}) > 1000` }),
  },
  {
    what: 'it fires whatever the score',
    change: (rule: Record<string, unknown>) => ({
      ...rule,
      expr: 'max by (model_name, feature_name) (ml_data_drift_score) >= 0',
    }),
  },
] as const;
type Mutant = (typeof MUTANTS)[number];

async function isNoticed(lab: CheckContext, rules: RuleFile, { what, change }: Mutant): Promise<Finding> {
  const folder = `${TRIED}/${what.replaceAll(' ', '-')}`;
  const changed = {
    groups: rules.groups?.map((group) => ({
      ...group,
      rules: group.rules?.map((rule) => (rule.alert === ALERT ? change(rule) : rule)),
    })),
  };
  await lab.files.write(`${folder}/rules.yml`, stringify(changed));
  await lab.files.write(`${folder}/rules.test.yml`, testsOf(await lab.files.read(TESTS), 'rules.yml'));
  const { exitCode } = await lab.tool('promtool', 'test', 'rules', `${folder}/rules.test.yml`);
  const looked = { expected: `your tests fail where ${what}`, lookAt: TESTS };
  return exitCode === 0
    ? fails({ ...looked, seen: 'they pass: nothing in them needs that part of the rule' })
    : passes({ ...looked, seen: 'they fail' });
}

/** A learner's tests on other rules: their own path may lead elsewhere, or to the rules as they are. */
export const testsOf = (tests: string, rulesFile: string): string =>
  stringify(
    { ...(parse(tests) as Record<string, unknown> | null), rule_files: [rulesFile] },
    { lineWidth: 0 },
  );

const oneLine = (output: string): string => output.trim().replace(/\s+/g, ' ').slice(0, 300);
