import { type CheckContext, type Finding, firstFailure, found, type Task } from '@lab/course/lab';
import { numbersIn } from '../../shared/numbers.ts';
import { CAPACITY_RULES, type Played, plays } from './played.ts';
import { areLoaded, atQuery } from './rules-loaded.ts';
import { measured } from './surge.ts';

export const CAPACITY = {
  rate: 'job:ml_predictions:rate1m',
  cpu: 'job:process_cpu:rate1m',
  inFlight: 'job:ml_predictions_in_flight:mean1m',
} as const;

/** Beyond what the record itself leaves open. */
export const CPU_TOLERANCE = 0.15;
const LABELS = 'instance="inference",job="inference",service="inference",model_name="fraud-detection"';

const SITUATION: Played = {
  name: 'ten predictions a second take 0.2 s each, and a fifth of a CPU',
  stepSeconds: 5,
  series: {
    [`ml_prediction_duration_seconds_count{${LABELS}}`]: '0+50x120',
    [`ml_prediction_duration_seconds_sum{${LABELS}}`]: '0+10x120',
    'process_cpu_seconds_total{instance="inference",job="inference",service="inference"}': '0+1x120',
    'process_cpu_seconds_total{instance="features",job="features",service="features"}': '0+2x120',
  },
  expects: [
    [CAPACITY.rate, 10],
    [CAPACITY.inFlight, 2],
    [CAPACITY.cpu, 0.2],
  ].map(([rule, value]) => ({
    atMinutes: 8,
    expr: `round(max by (job) (${rule}{job="inference"}), 0.001) and count by (job) (${rule}) == 1`,
    samples: { '{job="inference"}': Number(value) },
  })),
};

/** Nothing can be said of what more customers cost before there were more. */
export async function surgeIsSeen(lab: CheckContext): Promise<Finding> {
  const { usual, most, isSeen } = await measured(lab);
  return found(isSeen, {
    expected: 'a minute with several times as many predictions as usual, in your Prometheus since you began',
    seen: `${usual.toFixed(0)} a second as a rule, ${most.toFixed(0)} at the most`,
    lookAt: `${atQuery(lab.workbench.prometheus, CAPACITY.rate)}&g0.tab=graph&g0.range_input=15m`,
  });
}

export const costOfAPrediction: Task = {
  id: 'cost-of-a-prediction',
  title: 'Measure what one more prediction costs',
  deadlineSeconds: 45,
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
      () => plays(lab, [CAPACITY_RULES], [SITUATION]),
      () => surgeIsSeen(lab),
      async () => {
        const { secondsEach } = await measured(lab);
        const [milliseconds = Number.NaN] = numbersIn(lab.answer(costOfAPrediction.id));
        const given = milliseconds / 1000;
        const right =
          given >= secondsEach.least * (1 - CPU_TOLERANCE) && given <= secondsEach.most * (1 + CPU_TOLERANCE);
        return found(right && given > 0, {
          expected: 'by how many milliseconds the CPU time a second grows with each prediction a second',
          seen: `"${lab.answer(costOfAPrediction.id)}", which is ${right ? '' : 'not '}what your Prometheus has recorded`,
          lookAt: `${CAPACITY.cpu} over ${CAPACITY.rate}, before the surge and at its height`,
        });
      },
    );
  },
};
