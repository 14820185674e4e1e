import { type CheckContext, firstFailure, found, type Task } from '@lab/course/lab';
import { parse, stringify } from 'yaml';
import { marked, type Tests } from '../../shared/marked-tests.ts';
import { broken, MUTANTS, type Mutant } from './mutants.ts';
import { RULES_FILE } from './situations.ts';

const TESTS_FILE = 'tests/alerts.test.yml';

/** The mark by which a failure of promtool tells on which rules it happened. */
const mark = (mutant: number): string => `[broken ${mutant}]`;

/**
 * Mutants on which the learner's tests pass. One promtool reads all of them: each start of a tool costs.
 *
 * A rule that has nothing of the kind to break counts as unnoticed: it is told of by the task that asks for the rule.
 */
async function unnoticed({ files, tool }: CheckContext): Promise<Mutant[]> {
  const [rules, written] = await Promise.all([files.read(RULES_FILE), files.read(TESTS_FILE)]);
  const tests = parse(written) as Tests;
  const runs: string[] = [];
  for (const [index, mutant] of MUTANTS.entries()) {
    const changed = broken(rules, mutant);
    if (changed === undefined) continue;
    const rulesFile = `broken-${index}.rules`;
    const testsFile = `.check/broken-${index}.promtest`;
    await files.write(`.check/${rulesFile}`, changed);
    await files.write(
      testsFile,
      stringify({ ...tests, rule_files: [rulesFile], tests: marked(tests, mark(index)) }, { lineWidth: 0 }),
    );
    runs.push(testsFile);
  }
  const { output } = await tool('promtool', 'test', 'rules', ...runs);
  return MUTANTS.filter((_, index) => !output.includes(mark(index)));
}

export const unitTests: Task = {
  id: 'unit-tests',
  title: 'Test the rules, and the tests',
  needs: ['predictions-failing', 'predictions-slow', 'features-gone'],
  hints: [
    'Run `promtool test rules tests/alerts.test.yml` in your folder after each change. A test that passes says something only if it fails on a wrong rule: change yours for a moment and see.',
    'For a limit you need a case just above it and one just below; for a `for` a look before its end and one after; for a guard the case that it is there for. ALERTS is a series that promql_expr_test can count.',
    '6 of 100 fire and 4 of 100 do not; with half of all failing nothing fires after 8 s and something after 20 s; three failures that are everything fire nothing. 2 of 100 between 0.25 and 0.5 s are slow and 1 of 200 is not. `up` that is 0, and one whose values end with `stale`.',
  ],
  check: (lab) =>
    firstFailure(
      async () => {
        const { exitCode, output } = await lab.tool('promtool', 'test', 'rules', TESTS_FILE);
        return found(exitCode === 0, {
          expected: 'tests that pass on your rules',
          seen: exitCode === 0 ? 'they pass' : output.trim().slice(0, 600),
          lookAt: TESTS_FILE,
        });
      },
      async () => {
        const passing = (await unnoticed(lab)).map(({ alert, name }) => `${alert}: ${name}`);
        return found(passing.length === 0, {
          expected: `tests that fail when one thing of a rule is broken, in ${MUTANTS.length} ways`,
          seen:
            passing.length === 0
              ? 'each was noticed'
              : `your tests pass in ${passing.length} of them: ${passing.join('; ')}`,
          lookAt: `${TESTS_FILE}; break ${RULES_FILE} the same way and run promtool`,
        });
      },
    ),
};
