import { type Draws, firstFailure, found, type Task } from '@lab/course/lab';
import { OBJECTIVES_FILE } from './agreement.ts';
import { isLoaded, type Played, plays, recorded } from './rules-of.ts';

export const HANDED_OVER_FILE = 'handed-over/pages.yml';

const NAMES = ['answered', 'ranked', 'explained', 'embedded'] as const;
type Name = (typeof NAMES)[number];
/** Highest first. The page of the last waits for 14.4 × 0.08, which is more than everything. */
const OBJECTIVES = [0.999, 0.98, 0.94, 0.92] as const;
export const UNREACHABLE = 0.92;

/** Which objective is whose, drawn: the names in another order. */
function objectives(draws: Draws): ReadonlyMap<Name, number> {
  const names = [...NAMES].sort((one, other) => draws.token(one).localeCompare(draws.token(other)));
  return new Map(names.map((name, index) => [name, OBJECTIVES[index] ?? UNREACHABLE]));
}

export const silentPage = (draws: Draws): Name =>
  [...objectives(draws)].find(([, objective]) => objective === UNREACHABLE)?.[0] ?? 'answered';

/** Pages as another generator has made them: valid, and one of them out of reach. */
export function handedOver(draws: Draws): string {
  const found = objectives(draws);
  const alerts = NAMES.map((name) => {
    const objective = found.get(name) ?? UNREACHABLE;
    return `      # ${Number((objective * 100).toPrecision(6))} % of the requests are ${name}, over 30 days.
      - alert: ${name[0]?.toUpperCase()}${name.slice(1)}BudgetBurn
        expr: |-
          slo_errors:ratio_rate1h{slo="${name}"} > (14.4 * (1 - ${objective}))
          and slo_errors:ratio_rate5m{slo="${name}"} > (14.4 * (1 - ${objective}))
        labels: { severity: critical }
`;
  });
  return `# The pages of four objectives, handed over to you. They have never fired.\ngroups:\n  - name: pages\n    rules:\n${alerts.join('')}`;
}

const LABELS =
  'instance="inference",job="inference",model_name="fraud-detection",model_version="1",service="inference"';

/** An hour is a minute: two hours of health, then nothing but failures. */
export const outage = (slo: string): Played => ({
  name: 'everything fails after two good hours',
  series: {
    [`ml_predictions_total{${LABELS},status="success"}`]: '0+20x120 2400x300',
    [`ml_predictions_total{${LABELS},status="error"}`]: '0x120 20+20x300',
  },
  expects: [
    { at: 118, expr: `count(ALERTS{sloth_slo="${slo}",alertstate="firing"})` },
    {
      at: 300,
      expr: `count(ALERTS{sloth_slo="${slo}",alertstate="firing",sloth_severity="page"})`,
      value: 1,
    },
  ],
});

export const neverFires: Task = {
  id: 'never-fires',
  title: 'Find the page that can never fire',
  deadlineSeconds: 40,
  question: {
    text: 'Whose page in handed-over/pages.yml can never fire?',
    form: 'the name of the objective, as in answered',
  },
  hints: [
    'Each compares a share of failures with a number. Which share is the largest that there can be?',
    'A total outage has a share of 1, so the fastest burn is 1 / (1 − objective). Below an objective of 1 − 1/14.4 = 93.06 % the quick page waits for more than everything. Write that objective into your file as it is, and read what the generator says.',
    'The objective of 92 %: 14.4 × 0.08 = 1.152. In your file: its name, objective: 0.92, period: 30d, the sli of availability, and unreachablePairs: rescale, or windows with a longer pair of the same part.',
  ],
  async check(lab) {
    const silent = silentPage(lab.draws);
    const given = lab.answer(neverFires.id) ?? '';
    // `RankedBudgetBurn` is the page of ranked.
    const named = NAMES.filter((name) => given.toLowerCase().includes(name));
    return firstFailure(
      () =>
        found(named.join() === silent, {
          expected: 'the objective whose page waits for more than a total outage',
          seen:
            named.length === 1
              ? `${named[0]}, whose page an outage does set off`
              : `"${given}", which is ${named.length === 0 ? 'none' : 'not one'} of the four`,
          lookAt: HANDED_OVER_FILE,
        }),
      () => isLoaded(lab, silent),
      () =>
        recorded(
          lab,
          silent,
          'slo:objective:ratio',
          UNREACHABLE,
          'the objective as it was, since the promise has not changed',
        ),
      () => plays(lab, silent, [outage(silent)]),
      () =>
        found(true, {
          expected: 'a page within three hours of a total outage',
          seen: 'it comes',
          lookAt: OBJECTIVES_FILE,
        }),
    );
  },
};
