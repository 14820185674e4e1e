import { firstFailure, found, type Task } from '@lab/course/lab';
import { testsPass, unnoticed } from '../../shared/learners-tests.ts';
import { numbersIn } from '../../shared/numbers.ts';
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
      () => testsPass(lab, TESTS_FILE, `tests of ${RULES_FILE} that pass`),
      async () => {
        const rules = await lab.files.read(RULES_FILE);
        const changes = new Map(MUTANTS.map(({ name, change }) => [name, change(rules)]));
        const passing = await unnoticed(lab, TESTS_FILE, changes);
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
        const [given = Number.NaN] = numbersIn(lab.answer(whenItPages.id));
        const right = Math.abs(given - pagesAfter(agreementOf(lab.draws))) <= TOLERANCE_MINUTES;
        return found(right, {
          expected: `the minutes from the beginning of the incident to the page, to ${TOLERANCE_MINUTES}`,
          seen: `"${lab.answer(whenItPages.id)}"`,
          lookAt: `${TESTS_FILE}, agreement.md`,
        });
      },
    ),
};
