import { type Draws, firstFailure, found, type LearnerFiles, type Task } from '@lab/course/lab';
import { stringify } from 'yaml';
import { rulesPage } from './alert-rule.ts';
import { counter, failing, gauge, type Situation } from './situations.ts';

export const SUSPECTS_FILE = 'prometheus/rules/suspects.yml';

interface Suspect {
  readonly alert: string;
  readonly summary: string;
  readonly expr: string;
  /** The same with the mistake that makes it silent for ever. */
  readonly dead: string;
  readonly mistake: string;
}

const FETCHES = (more = '') => `sum(rate(ml_feature_fetch_total{job="inference"${more}}[30s]))`;
const DECISIONS = (by: string, more = '') =>
  `sum by (${by}) (rate(ml_prediction_decisions_total{job="inference"${more}}[30s]))`;
const FASTER = (bound: string) =>
  `sum(rate(ml_prediction_duration_seconds_bucket{job="inference",le="${bound}"}[30s]))`;
const ALL = 'sum(rate(ml_prediction_duration_seconds_count{job="inference"}[30s]))';
const QUEUE = 'ml_model_queue_rows{job="inference"} / ml_model_queue_limit_rows{job="inference"}';

/** Four alerts of somebody else, of which one has never fired. */
const SUSPECTS: readonly [Suspect, Suspect, Suspect, Suspect] = [
  {
    alert: 'FeatureFetchesFailing',
    summary: 'Lookups of features fail',
    expr: `${FETCHES(',outcome=~"error|timeout|circuit_open"')} / ${FETCHES()} > 0.1`,
    dead: `${FETCHES(',outcome=~"failure|failed|timed_out"')} / ${FETCHES()} > 0.1`,
    mistake: 'no series has such an outcome',
  },
  {
    alert: 'MostlyDeclined',
    summary: 'A version declines most of what it is asked',
    expr: `${DECISIONS('model_version', ',decision="decline"')} / ${DECISIONS('model_version')} > 0.5`,
    dead: `${DECISIONS('model_version', ',decision="decline"')} / ${DECISIONS('model_name')} > 0.5`,
    mistake: 'the two sides have no label in common, so nothing is divided by anything',
  },
  {
    alert: 'ManySlowPredictions',
    summary: 'Predictions take longer than half a second',
    expr: `1 - ${FASTER('0.5')} / ${ALL} > 0.1`,
    dead: `1 - ${FASTER('0.500')} / ${ALL} > 0.1`,
    mistake: 'no bucket is spelt like that',
  },
  {
    alert: 'QueueNearlyFull',
    summary: 'The queue of a model fills',
    expr: `${QUEUE} > 0.8`,
    dead: `${QUEUE} > 1.2`,
    mistake: 'a queue that holds its limit takes no more',
  },
];

export const deadAlert = (draws: Draws): string => draws.pick('dead-alert', SUSPECTS).alert;

/** As they were handed over; a folder that is gone on with keeps what its learner made of them. */
export async function writeSuspects(files: LearnerFiles, draws: Draws): Promise<void> {
  if (!(await files.exists(SUSPECTS_FILE))) await files.write(SUSPECTS_FILE, suspects(deadAlert(draws)));
}

/** @param dead undefined for the file as it should have been */
export const suspects = (dead?: string): string =>
  stringify(
    {
      groups: [
        {
          name: 'handed-over',
          rules: SUSPECTS.map((suspect) => ({
            alert: suspect.alert,
            expr: suspect.alert === dead ? suspect.dead : suspect.expr,
            labels: { severity: 'info' },
            annotations: { summary: suspect.summary },
          })),
        },
      ],
    },
    { lineWidth: 0 },
  );

const MODEL = 'instance="inference",job="inference",model_name="fraud-detection",service="inference"';
const VERSION = `${MODEL},model_version="1"`;

const fetches = (outcome: string): string =>
  `ml_feature_fetch_total{instance="inference",job="inference",outcome="${outcome}",service="inference"}`;

/** A minute of what is usual, a minute in which everything is wrong. */
const EVERYTHING_WRONG: Situation['series'] = {
  [fetches('success')]: counter([60, 40], [60, 20]),
  [fetches('timeout')]: counter([60, 0], [60, 20]),
  [fetches('error')]: counter([120, 0]),
  [fetches('circuit_open')]: counter([120, 0]),
  [`ml_prediction_decisions_total{${VERSION},decision="approve"}`]: counter([60, 38], [60, 4]),
  [`ml_prediction_decisions_total{${VERSION},decision="review"}`]: counter([60, 1], [60, 4]),
  [`ml_prediction_decisions_total{${VERSION},decision="decline"}`]: counter([60, 1], [60, 32]),
  [`ml_prediction_duration_seconds_bucket{${MODEL},le="0.25"}`]: counter([60, 40], [60, 20]),
  [`ml_prediction_duration_seconds_bucket{${MODEL},le="0.5"}`]: counter([60, 40], [60, 20]),
  [`ml_prediction_duration_seconds_bucket{${MODEL},le="0.75"}`]: counter([120, 40]),
  [`ml_prediction_duration_seconds_bucket{${MODEL},le="+Inf"}`]: counter([120, 40]),
  [`ml_prediction_duration_seconds_count{${MODEL}}`]: counter([120, 40]),
  [`ml_model_queue_rows{${VERSION}}`]: gauge([60, 2], [62, 1024]),
  [`ml_model_queue_limit_rows{${VERSION}}`]: gauge([122, 1024]),
};

const situations: readonly Situation[] = SUSPECTS.map(({ alert, summary }) => ({
  name: `${alert}: ${summary.toLowerCase()}`,
  series: EVERYTHING_WRONG,
  expects: [
    { at: 58, alerts: `alertname="${alert}"`, firing: 0 },
    { at: 118, alerts: `alertname="${alert}"`, firing: 1 },
  ],
}));

export const suspectsTask: Task = {
  id: 'dead-alert',
  title: 'Find the alert that can never fire',
  question: { text: 'Which of the four alerts of rules/suspects.yml could never fire?', form: 'its name' },
  hints: [
    'Leave the comparison out and ask for the rest, part by part. A healthy value below the limit is one thing; no value at all is another. And which values can it have?',
    'Four ways to be dead: a label value that no series has, two sides whose labels do not match, a bound that is spelt otherwise than it is exposed, a limit beyond what is possible.',
    'count by (outcome) (ml_feature_fetch_total), count by (le) (ml_prediction_duration_seconds_bucket), and each division without its comparison: the one that answers nothing, or whose limit lies beyond 1, is it. Mend it in the file.',
  ],
  async check(lab) {
    const right = deadAlert(lab.draws);
    const given = lab.answer(suspectsTask.id) ?? '';
    return firstFailure(
      () =>
        found(given === right, {
          expected: 'the name of the alert that nothing could set off when you began',
          seen: SUSPECTS.some(({ alert }) => alert === given)
            ? `${given}, which can fire`
            : `"${given}", which is none of the four`,
          lookAt: `${rulesPage(lab.workbench.prometheus)}, ${SUSPECTS_FILE}`,
        }),
      async () => {
        const silent = await failing(lab, SUSPECTS_FILE, situations);
        return found(silent.length === 0, {
          expected: 'all four to fire when promtool plays what they are for, and none before',
          seen: silent.length === 0 ? 'they do' : `otherwise: ${silent.join('; ')}`,
          lookAt: SUSPECTS_FILE,
        });
      },
    );
  },
};
