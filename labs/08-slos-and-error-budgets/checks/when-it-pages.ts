import { type CheckContext, firstFailure, found, type Task } from '@lab/course/lab';
import { parse, stringify } from 'yaml';
import { marked, type Tests } from '../../shared/marked-tests.ts';
import { type Agreement, agreementOf } from './agreement.ts';
import { AVAILABILITY } from './availability.ts';
import { idOf } from './rules-of.ts';

const TESTS_FILE = 'tests/burn.test.yml';
const RULES_FILE = `production/${idOf(AVAILABILITY)}.yml`;
const QUICK_FACTOR = 14.4;
const LONG_MINUTES = 60;
/** A rate sees the first failures a sample late, and rules run once a minute. */
const TOLERANCE_MINUTES = 2;

/** Minutes until an hour holds so many failures that the quick page fires. */
export const pagesAfter = ({ availability, played }: Agreement): number =>
  (LONG_MINUTES * QUICK_FACTOR * (1 - availability)) / played;

/** Rules whose page comes at another time, and what the tests have to notice of it. */
const MUTANTS = [
  { name: 'the page fires at half the burn', change: (rules: string) => scaled(rules, 0.5) },
  { name: 'the page fires at one and a half times the burn', change: (rules: string) => scaled(rules, 1.5) },
  {
    name: 'page and ticket are exchanged',
    change: (rules: string) =>
      rules.replaceAll(
        /sloth_severity: (page|ticket)/g,
        (_, one) => `sloth_severity: ${one === 'page' ? 'ticket' : 'page'}`,
      ),
  },
] as const;

const scaled = (rules: string, by: number): string =>
  rules.replaceAll(/\((14\.4|6) \* /g, (_, factor: string) => `(${Number(factor) * by} * `);

async function unnoticed({ files, tool }: CheckContext): Promise<string[]> {
  const [rules, written] = await Promise.all([files.read(RULES_FILE), files.read(TESTS_FILE)]);
  const tests = parse(written) as Tests;
  const runs: string[] = [];
  for (const [index, { change }] of MUTANTS.entries()) {
    await files.write(`.check/burn-${index}.rules`, change(rules));
    const file = `.check/burn-${index}.promtest`;
    await files.write(
      file,
      stringify(
        { ...tests, rule_files: [`burn-${index}.rules`], tests: marked(tests, `[changed ${index}]`) },
        { lineWidth: 0 },
      ),
    );
    runs.push(file);
  }
  const { output } = await tool('promtool', 'test', 'rules', ...runs);
  return MUTANTS.filter((_, index) => !output.includes(`[changed ${index}]`)).map(({ name }) => name);
}

export const whenItPages: Task = {
  id: 'when-it-pages',
  title: 'Prove which alert fires, and when',
  needs: ['availability'],
  question: {
    text: 'In the incident for task 6 of agreement.md: how many minutes after its beginning does availability page?',
    form: `a number of minutes, to ${TOLERANCE_MINUTES}`,
  },
  hints: [
    'The share of failures over the last hour grows from the beginning of the incident on. When does it pass the threshold of the quick pair?',
    'After t minutes of a share s, the hour holds s × t / 60. The page waits for 14.4 × (1 − objective). Then play it with promtool: six hours without errors, the incident, and ALERTS just before and just after.',
    't = 60 × 14.4 × (1 − objective) / share. In the test, interval: 1m; success: 0+600x360 and on with 600 × (1 − share) a minute; error: 0x360 and on with 600 × share. count(ALERTS{alertstate="firing",sloth_severity="page"}) two minutes before t is nothing, two minutes after it is 1.',
  ],
  check: (lab) =>
    firstFailure(
      async () => {
        const { exitCode, output } = await lab.tool('promtool', 'test', 'rules', TESTS_FILE);
        const { tests = [] } = parse(await lab.files.read(TESTS_FILE)) as Tests;
        return found(exitCode === 0 && tests.length > 0, {
          expected: `tests of ${RULES_FILE} that pass`,
          seen:
            tests.length === 0
              ? 'there is no test'
              : exitCode === 0
                ? 'they pass'
                : output.trim().slice(0, 600),
          lookAt: TESTS_FILE,
        });
      },
      async () => {
        const passing = await unnoticed(lab);
        return found(passing.length === 0, {
          expected: 'tests that fail on rules whose page comes at another time',
          seen:
            passing.length === 0
              ? 'they fail there'
              : `they pass as well where ${passing.join('; and where ')}`,
          lookAt: TESTS_FILE,
        });
      },
      () => {
        const given = Number(lab.answer(whenItPages.id));
        const right = Math.abs(given - pagesAfter(agreementOf(lab.draws))) <= TOLERANCE_MINUTES;
        return found(right, {
          expected: `the minutes from the beginning of the incident to the page, to ${TOLERANCE_MINUTES}`,
          seen: `"${lab.answer(whenItPages.id)}"`,
          lookAt: `${TESTS_FILE}, agreement.md`,
        });
      },
    ),
};
