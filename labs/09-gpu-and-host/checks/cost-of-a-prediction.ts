import {
  type CheckContext,
  type Finding,
  fails,
  firstFailure,
  found,
  settled,
  type Task,
} from '@lab/course/lab';
import { numbersIn } from '../../shared/numbers.ts';
import { CAPACITY_RULES, type Played, plays, type RulesFolder } from './played.ts';
import { areLoaded, atQuery } from './rules-loaded.ts';
import { measured } from './surge.ts';

export const CAPACITY = {
  rate: 'job:ml_predictions:rate1m',
  cpu: 'job:process_cpu:rate1m',
  inFlight: 'job:ml_predictions_in_flight:mean1m',
} as const;

/** Beyond what the record itself leaves open. */
const CPU_TOLERANCE = 0.15;
const LABELS = 'instance="inference",job="inference",service="inference",model_name="fraud-detection"';

/** Twice as much per step since 90 seconds before it is looked at, after eight minutes: a rate over longer sees both. */
const twiceAsMuchSince = (perStep: number): string => `0+${perStep}x78 ${79 * perStep}+${2 * perStep}x40`;

const SITUATION: Played = {
  name: 'for 90 seconds there have been twenty predictions a second instead of ten, of 0.2 s each, and two fifths of a CPU',
  stepSeconds: 5,
  series: {
    [`ml_prediction_duration_seconds_count{${LABELS}}`]: twiceAsMuchSince(50),
    [`ml_prediction_duration_seconds_sum{${LABELS}}`]: twiceAsMuchSince(10),
    [`ml_predictions_total{${LABELS},model_version="1",status="success"}`]: twiceAsMuchSince(40),
    [`ml_predictions_total{${LABELS},model_version="1",status="degraded"}`]: twiceAsMuchSince(10),
    'process_cpu_seconds_total{instance="inference",job="inference",service="inference"}':
      twiceAsMuchSince(1),
    'process_cpu_seconds_total{instance="features",job="features",service="features"}': twiceAsMuchSince(2),
  },
  expects: [
    [CAPACITY.rate, 20],
    [CAPACITY.inFlight, 4],
    [CAPACITY.cpu, 0.4],
  ].map(([rule, value]) => ({
    of: String(rule),
    atMinutes: 8,
    expr: `round(${rule}, 0.001)`,
    samples: { '{job="inference"}': Number(value) },
  })),
};

/** That what is recorded is what the names say. */
export const recordsCapacity = (lab: RulesFolder): Promise<Finding> =>
  plays(lab, [CAPACITY_RULES], [SITUATION]);

/** Nothing can be said of what more customers cost before there were more. */
export async function surgeIsSeen(lab: CheckContext): Promise<Finding> {
  const { usual, most, isSeen } = await measured(lab);
  return found(isSeen, {
    expected: 'a minute with several times as many predictions as usual, in your Prometheus since you began',
    seen: `${usual.toFixed(0)} a second as a rule, ${most.toFixed(0)} at the most`,
    lookAt: `${atQuery(lab.workbench.prometheus, CAPACITY.rate)}&g0.tab=graph&g0.range_input=15m`,
  });
}

/** CPU seconds of one more prediction, as the learner has answered; undefined without a number. */
export function answeredSeconds(lab: Pick<CheckContext, 'answer'>): number | undefined {
  const [milliseconds] = numbersIn(lab.answer(costOfAPrediction.id));
  return milliseconds === undefined ? undefined : milliseconds / 1000;
}

export const costOfAPrediction: Task = {
  id: 'cost-of-a-prediction',
  title: 'Measure what one more prediction costs',
  deadlineSeconds: 45,
  // A rule that records something else is told of before customers come, not after.
  checkedUnanswered: true,
  question: {
    text: 'How many milliseconds of CPU time does the inference service spend on one more prediction?',
    form: 'milliseconds, as 1.4; to 15 % of what two minutes of your record say',
  },
  hints: [
    'Record the three series first, then push the button, and draw job:process_cpu:rate1m and job:ml_predictions:rate1m over the last ten minutes.',
    'Two minutes, one before the surge and one at its height, give two points of a line. What does the CPU time grow by, and what does the rate? How many are being answered at once is the rate of the sum of their durations.',
    '(CPU at the height − CPU before) / (rate at the height − rate before), times 1000. Each value is read at least a minute after the change. In flight: sum by (job) (rate(ml_prediction_duration_seconds_sum{job="inference"}[1m])).',
  ],
  async check(lab) {
    return firstFailure(
      () => areLoaded(lab, 'recording', Object.values(CAPACITY)),
      () => recordsCapacity(lab),
      () => surgeIsSeen(lab),
      async () => {
        const looked = {
          expected: 'by how many milliseconds the CPU time a second grows with each prediction a second',
          lookAt: `${CAPACITY.cpu} over ${CAPACITY.rate}, before the surge and at its height`,
        };
        const given = answeredSeconds(lab);
        if (given === undefined)
          return settled(
            fails({ ...looked, seen: `no number under ${costOfAPrediction.id} in answers.yaml` }),
          );
        const { secondsEach } = await measured(lab);
        const right =
          given > 0 &&
          given >= secondsEach.least * (1 - CPU_TOLERANCE) &&
          given <= secondsEach.most * (1 + CPU_TOLERANCE);
        return found(right, {
          ...looked,
          seen: `"${lab.answer(costOfAPrediction.id)}", which is ${right ? '' : 'not '}what your Prometheus has recorded`,
        });
      },
    );
  },
};
