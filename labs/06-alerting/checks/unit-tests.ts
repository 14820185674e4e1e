import { type CheckContext, firstFailure, found, type Task } from '@lab/course/lab';
import { testsPass, unnoticed } from '../../shared/learners-tests.ts';
import { broken, MUTANTS, type Mutant } from './mutants.ts';
import { RULES_FILE } from './situations.ts';

const TESTS_FILE = 'tests/alerts.test.yml';

/**
 * Mutants on which the learner's tests pass. A rule that is not there counts as unnoticed: it is told of by the task that
 * asks for it.
 */
async function passing(lab: CheckContext): Promise<Mutant[]> {
  const rules = await lab.files.read(RULES_FILE);
  const changes = new Map<Mutant, string>();
  for (const mutant of MUTANTS) {
    const changed = broken(rules, mutant);
    if (changed !== undefined) changes.set(mutant, changed);
  }
  const missed = await unnoticed(lab, TESTS_FILE, changes);
  return MUTANTS.filter((mutant) => !changes.has(mutant) || missed.includes(mutant));
}

export const unitTests: Task = {
  id: 'unit-tests',
  title: 'Test the rules, and the tests',
  needs: ['predictions-failing', 'predictions-slow', 'features-gone'],
  hints: [
    'Run `./lab tool promtool test rules tests/alerts.test.yml` after each change. A test that passes says something only if it fails on a wrong rule: change yours for a moment and see.',
    'For a limit you need a case just above it and one just below; for a `for` a look before its end and one after; for a guard the case that it is there for. ALERTS is a series that promql_expr_test can count.',
    '6 of 100 fire and 4 of 100 do not; with half of all failing nothing fires after 8 s and something after 20 s; three failures that are everything fire nothing. 2 of 100 between 0.25 and 0.5 s are slow and 1 of 200 is not. `up` that is 0, and one whose values end with `stale`.',
  ],
  check: (lab) =>
    firstFailure(
      () => testsPass(lab, TESTS_FILE, 'tests that pass on your rules'),
      async () => {
        const missed = (await passing(lab)).map(({ alert, name }) => `${alert}: ${name}`);
        return found(missed.length === 0, {
          expected: `tests that fail when one thing of a rule is broken, in ${MUTANTS.length} ways`,
          seen:
            missed.length === 0
              ? 'each was noticed'
              : `your tests pass in ${missed.length} of them: ${missed.join('; ')}`,
          lookAt: `${TESTS_FILE}; break ${RULES_FILE} the same way and run ./lab tool promtool test rules ${TESTS_FILE}`,
        });
      },
    ),
};
