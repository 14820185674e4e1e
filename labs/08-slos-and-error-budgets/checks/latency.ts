import { firstFailure, type Task } from '@lab/course/lab';
import { agreementOf, LATENCY_OBJECTIVE } from './agreement.ts';
import { isLoaded, measures, type Played, plays, recorded } from './rules-of.ts';

export const LATENCY = 'latency';
const LABELS = 'instance="inference",job="inference",model_name="fraud-detection",service="inference"';
/** As Prometheus writes the bounds of the service's histogram. */
const BOUNDS = [
  '0.001',
  '0.0025',
  '0.005',
  '0.01',
  '0.025',
  '0.05',
  '0.1',
  '0.25',
  '0.5',
  '0.75',
  '1.0',
  '2.5',
  '5.0',
  '10.0',
  '+Inf',
];

/** Of twenty predictions a second one just misses the limit, and three just make it. */
export function slownessPlayed(limit: number): Played {
  const at = BOUNDS.findIndex((bound) => Number(bound) === limit);
  const perSecond = (index: number): number => (index < at ? 16 : index === at ? 19 : 20);
  return {
    name: `one prediction in twenty takes longer than ${limit} s, and three take nearly as long`,
    series: {
      ...Object.fromEntries(
        BOUNDS.map((bound, index) => [
          `ml_prediction_duration_seconds_bucket{${LABELS},le="${bound}"}`,
          `0+${perSecond(index)}x90`,
        ]),
      ),
      [`ml_prediction_duration_seconds_count{${LABELS}}`]: '0+20x90',
      // Far below the limit on average, as that of many quick ones and a slow one is.
      [`ml_prediction_duration_seconds_sum{${LABELS}}`]: `0+${limit * 5}x90`,
    },
    expects: [{ at: 80, expr: 'round(max(slo:sli_error:ratio_rate5m), 0.001)', value: 0.05 }],
  };
}

export const latency: Task = {
  id: 'latency',
  title: 'Measure latency at a bound that exists',
  deadlineSeconds: 40,
  hints: [
    'Which bounds does the histogram have? Your Prometheus knows: the label is le.',
    'Between two bounds nothing is known, so the limit of an objective has to be a bound. `bounds` in the file says which there are, and it is you who says it: the generator believes you.',
    'count by (le) (ml_prediction_duration_seconds_bucket) lists them. Copy them into bounds, without +Inf, and set threshold to what agreement.md promises.',
  ],
  check: (lab) =>
    firstFailure(
      () => isLoaded(lab, LATENCY),
      () => recorded(lab, LATENCY, 'slo:objective:ratio', LATENCY_OBJECTIVE, 'the objective that was agreed'),
      () => recorded(lab, LATENCY, 'slo:time_period:days', 30 / 60, 'a period of 30 days'),
      () => measures(lab, LATENCY),
      () => plays(lab, LATENCY, [slownessPlayed(agreementOf(lab.draws).inTime)]),
    ),
};
