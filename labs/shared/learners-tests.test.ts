import type { CheckContext } from '@lab/course/lab';
import { engineTools } from '@lab/engine-clients/testing';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { testsPass, unnoticed } from './learners-tests.ts';
import { promtoolFolder } from './testing/promtool-folder.ts';

const TESTS = 'tests/alerts.test.yml';
const EXPECTED = 'tests that pass';

const rulesAbove = (limit: number): string => `
groups:
  - name: alerts
    rules:
      - record: doubled
        expr: 2 * base
      - { alert: High, expr: "value > ${limit}" }
`;

const situation = (value: number, fires: boolean): string => `
  - interval: 1m
    input_series: [{ series: value, values: "${value}x3" }]
    promql_expr_test:
      - expr: count(ALERTS{alertname="High"})
        eval_time: 2m
        exp_samples: ${fires ? '[{ labels: "{}", value: 1 }]' : '[]'}
`;
const alertSituation = (value: number): string => `
  - name: says that it is high
    interval: 1m
    input_series: [{ series: value, values: "${value}x3" }]
    alert_rule_test: [{ alertname: High, eval_time: 2m, exp_alerts: [{}] }]
`;
const testsOf = (...situations: readonly string[]): string =>
  `rule_files: [../rules.yml]\nevaluation_interval: 1m\ntests: ${situations.length === 0 ? '[]' : situations.join('')}`;

const tools = engineTools(['promtool']);

describe.skipIf(tools === undefined)('tests of a learner', { timeout: 60_000 }, () => {
  const { folder, files, tool, remove } = promtoolFolder(tools?.promtool ?? '');
  const lab = { folder, files, tool } as unknown as CheckContext;
  const changes = new Map([
    ['twice the limit', rulesAbove(20)],
    ['half the limit', rulesAbove(5)],
  ]);

  beforeEach(() => files.write('rules.yml', rulesAbove(10)));
  afterAll(remove);

  test('when they pass - then that is found', async () => {
    await files.write(TESTS, testsOf(situation(11, true)));
    expect(await testsPass(lab, TESTS, EXPECTED)).toEqual({
      passed: true,
      expected: EXPECTED,
      seen: 'they pass',
      lookAt: TESTS,
    });
  });

  test('when one fails - then what promtool says is shown', async () => {
    await files.write(TESTS, testsOf(situation(9, true)));
    const { passed, seen } = await testsPass(lab, TESTS, EXPECTED);
    expect([passed, seen]).toEqual([false, expect.stringContaining('ALERTS{alertname')]);
  });

  test.for(['', testsOf()])('when there are none - then that is said: %j', async (text) => {
    await files.write(TESTS, text);
    expect(await testsPass(lab, TESTS, EXPECTED)).toMatchObject({ passed: false, seen: 'there is no test' });
  });

  test('when they look on both sides of the limit - then no change passes unnoticed', async () => {
    await files.write(TESTS, testsOf(situation(11, true), situation(9, false)));
    expect(await unnoticed(lab, TESTS, changes)).toEqual([]);
  });

  test('when they look on one side - then the change on the other is unnoticed', async () => {
    await files.write(TESTS, testsOf(situation(9, false)));
    expect(await unnoticed(lab, TESTS, changes)).toEqual(['twice the limit']);
  });

  test('when it is an alert that differs and no query - then that is noticed as well', async () => {
    await files.write(TESTS, testsOf(alertSituation(11)));
    expect(await unnoticed(lab, TESTS, changes)).toEqual(['half the limit']);
  });

  test('when they are about nothing - then every change is unnoticed', async () => {
    await files.write(TESTS, testsOf());
    expect(await unnoticed(lab, TESTS, changes)).toEqual([...changes.keys()]);
  });

  test('when the rules need others of the learner - then these are beside them as they are', async () => {
    await files.write('base.yml', 'groups: [{ name: base, rules: [{ record: value, expr: measured }] }]');
    await files.write(
      TESTS,
      testsOf(situation(11, true).replace('series: value', 'series: measured')).replace(
        '[../',
        '[../base.yml, ../',
      ),
    );
    expect(await testsPass(lab, TESTS, EXPECTED)).toMatchObject({ passed: true });
    expect(await unnoticed(lab, TESTS, changes, ['base.yml'])).toEqual(['half the limit']);
  });
});
