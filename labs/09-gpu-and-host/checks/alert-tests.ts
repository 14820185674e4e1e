import { firstFailure, found, type Task } from '@lab/course/lab';
import { parse, stringify } from 'yaml';
import { testsPass, unnoticed } from '../../shared/learners-tests.ts';
import { ALERT_RULES, USE_RULES } from './played.ts';
import { USE } from './utilisation.ts';

const TESTS_FILE = 'tests/alerts.test.yml';

interface AlertRule {
  alert?: string;
  expr: string;
  for?: string;
}
interface RuleFile {
  groups: { rules: AlertRule[] }[];
}

/** One thing that somebody gets wrong. The whole expression is replaced: a learner's may be written in many ways. */
interface Mutant {
  readonly name: string;
  readonly alert: string;
  readonly expr?: string;
  readonly withoutFor?: boolean;
}

const GUARD = 'node_filesystem_avail_bytes / node_filesystem_size_bytes < 0.4';
const within = (range: string): string =>
  `predict_linear(node_filesystem_avail_bytes[${range}], 4 * 3600) < 0`;

const MUTANTS: readonly Mutant[] = [
  { name: 'it compares a ratio with 95', alert: 'GPUBusy', expr: `${USE.gpu} > 95` },
  { name: 'its limit is 80 %', alert: 'GPUBusy', expr: `${USE.gpu} > 0.8` },
  { name: 'it does not wait', alert: 'GPUBusy', withoutFor: true },
  { name: 'it waits for 5 % to be left', alert: 'GPUMemoryLow', expr: `${USE.gpuMemory} > 0.95` },
  { name: 'it fires at 20 % left', alert: 'GPUMemoryLow', expr: `${USE.gpuMemory} > 0.8` },
  { name: 'it does not wait', alert: 'GPUMemoryLow', withoutFor: true },
  { name: 'it looks at the last 15 minutes', alert: 'DiskFullSoon', expr: `${within('15m')} and ${GUARD}` },
  { name: 'it looks at the last 8 hours', alert: 'DiskFullSoon', expr: `${within('8h')} and ${GUARD}` },
  { name: 'it does not ask how much is left', alert: 'DiskFullSoon', expr: within('2h') },
];

function changed(rules: string, { alert, expr, withoutFor = false }: Mutant): string {
  const file = parse(rules) as RuleFile;
  for (const rule of file.groups.flatMap((group) => group.rules)) {
    if (rule.alert !== alert) continue;
    if (expr !== undefined) rule.expr = expr;
    if (withoutFor) delete rule.for;
  }
  return stringify(file, { lineWidth: 0 });
}

export const alertTests: Task = {
  id: 'alert-tests',
  title: 'Prove what it does, and what it does not',
  needs: ['alerts'],
  hints: [
    'Each alert needs a situation in which it fires and one, close by, in which it stays silent. For a `for`: a look before its end and one after.',
    'promql_expr_test asks any query at eval_time; ALERTS is a series. The test for the sawtooth says that nothing fired over hours: max_over_time of a subquery with [4h:1m], and exp_samples: []. A disk that fills needs hours of quiet before, or a range that is too long has nothing to be wrong about.',
    '97 % for 20 minutes beside 94 %, looked at after 8 and after 12 minutes. 8 % free beside 12 %, looked at after 3 and 10 minutes. avail: 6840x359 6840-38x180 of size 18000, quiet at 5h50m and firing at 7h30m; 2100-30x29 ten times, of 6000; 16000-60x100 of 18000.',
  ],
  check: (lab) =>
    firstFailure(
      () => testsPass(lab, TESTS_FILE, 'tests that pass on your rules'),
      async () => {
        const rules = await lab.files.read(ALERT_RULES);
        const changes = new Map(MUTANTS.map((mutant) => [mutant, changed(rules, mutant)]));
        const missed = await unnoticed(lab, TESTS_FILE, changes, [USE_RULES]);
        const passing = missed.map(({ alert, name }) => `${alert}: ${name}`);
        return found(passing.length === 0, {
          expected: `tests that fail when one thing of a rule is wrong, in ${MUTANTS.length} ways`,
          seen:
            passing.length === 0
              ? 'each was noticed'
              : `your tests pass in ${passing.length} of them: ${passing.join('; ')}`,
          lookAt: `${TESTS_FILE}; change ${ALERT_RULES} in the same way and run ./lab tool promtool test rules ${TESTS_FILE}`,
        });
      },
    ),
};
