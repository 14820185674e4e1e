import { type CheckContext, type Finding, firstFailure, found, type Task } from '@lab/course/lab';
import { isNear, numbersIn } from '../../shared/numbers.ts';
import { agreementOf, OBJECTIVES_FILE } from './agreement.ts';
import { idOf, isLoaded, measures, recorded } from './rules-of.ts';

const COVERAGE = 'coverage';
const BUDGET = 0.01;
const TOLERANCE = 0.01;

/** Part of the budget in percent, and both windows: those of the SRE Workbook. */
const PAIRS = [
  { severity: 'page', part: 2, short: '5m', long: '1h', hours: 1 },
  { severity: 'page', part: 5, short: '30m', long: '6h', hours: 6 },
  { severity: 'ticket', part: 10, short: '2h', long: '1d', hours: 24 },
  { severity: 'ticket', part: 10, short: '6h', long: '3d', hours: 72 },
] as const;

/** Burn factors of the four pairs over a period. */
export const factorsOver = (days: number): number[] =>
  PAIRS.map(({ part, hours }) => Number(((part / 100) * ((days * 24) / hours)).toPrecision(10)));

interface Comparison {
  readonly window: string;
  readonly factor: number;
}

/** What an alert compares, in order: `…ratio_rate5m{…} > (4.8 * 0.01)`. Names say what windows mean, however long they are. */
export const comparisonsOf = (query: string): Comparison[] =>
  [...query.matchAll(/ratio_rate(\w+)\{[^}]*\} > \(([\d.]+) \* ([\d.]+)\)/g)]
    .filter(([, , , budget]) => Number(budget) === BUDGET)
    .map(([, window = '', factor]) => ({ window, factor: Number(factor) }));

async function loadedComparisons({ workbenchEngines }: CheckContext): Promise<Comparison[]> {
  const rules = await workbenchEngines.prometheus.rules();
  const of = (severity: string) =>
    rules.filter(
      ({ type, labels }) =>
        type === 'alerting' && labels.sloth_id === idOf(COVERAGE) && labels.sloth_severity === severity,
    );
  return [...of('page'), ...of('ticket')].flatMap(({ query }) => comparisonsOf(query));
}

export function same(compared: readonly Comparison[], days: number, prometheus: string): Finding {
  const wanted = PAIRS.flatMap(({ short, long }, pair) =>
    [short, long].map((window) => ({ window, factor: factorsOver(days)[pair] ?? 0 })),
  );
  const right =
    compared.length === wanted.length &&
    wanted.every(
      ({ window, factor }, index) =>
        compared[index]?.window === window && isNear(compared[index].factor, factor, TOLERANCE),
    );
  const seen = compared.map(({ window, factor }) => `${factor} over ${window}`);
  return found(right, {
    expected: `alerts of ${COVERAGE} that fire at 2 % of the budget of ${days} days in 1 h, 5 % in 6 h, 10 % in 1 d and 10 % in 3 d, each with a short window of a twelfth`,
    seen: `they compare with burn factors of ${seen.join(', ') || 'nothing'}`,
    lookAt: `${OBJECTIVES_FILE}, ${prometheus}/rules`,
  });
}

export const otherPeriod: Task = {
  id: 'other-period',
  title: 'Derive the thresholds of another period',
  deadlineSeconds: 40,
  question: {
    text: 'Which four burn factors belong to the period of `coverage` (2 % in 1 h, 5 % in 6 h, 10 % in 1 d, 10 % in 3 d)?',
    form: 'four numbers with commas between them, to 1 %, as 9.6, 4, 2, 0.667 would be for 20 days',
  },
  hints: [
    'What is fixed is the part of the budget. 14.4 belongs to 2 % in an hour of 30 days, and to nothing else. Change the period in the file and read what the generator says.',
    'factor = part × period / long window, with both times in hours. The generator has windows of its own for 30, 28, 7 and 1 days only: for another period `windows` stands in the objective.',
    'windows: page: { quick: { budgetPercent: 2, short: 5m, long: 1h }, slow: { budgetPercent: 5, short: 30m, long: 6h } }, ticket: { quick: { budgetPercent: 10, short: 2h, long: 1d }, slow: { budgetPercent: 10, short: 6h, long: 3d } }. For 20 days the quick page is 0.02 × 480 / 1 = 9.6.',
  ],
  async check(lab) {
    const { coverageDays } = agreementOf(lab.draws);
    return firstFailure(
      () => isLoaded(lab, COVERAGE),
      () =>
        recorded(
          lab,
          COVERAGE,
          'slo:time_period:days',
          coverageDays / 60,
          `a period of ${coverageDays} days, sixty times as fast`,
        ),
      async () => same(await loadedComparisons(lab), coverageDays, lab.workbench.prometheus),
      () => measures(lab, COVERAGE),
      () => {
        const given = numbersIn(lab.answer(otherPeriod.id));
        const wanted = factorsOver(coverageDays);
        const right =
          given.length === wanted.length &&
          wanted.every((factor, index) => isNear(given[index], factor, TOLERANCE));
        return found(right, {
          expected: 'the four factors that your alerts compare with',
          seen: `"${lab.answer(otherPeriod.id)}"`,
          lookAt: `${lab.workbench.prometheus}/rules`,
        });
      },
    );
  },
};
