import { firstFailure, type Task } from '@lab/course/lab';
import { behaves, isExplained, isFed, isLoaded } from './alert-rule.ts';
import { counter, type Situation } from './situations.ts';

export const SLOW_ALERT = 'PredictionsSlow';
const ANY = `alertname="${SLOW_ALERT}"`;
const FIRES = `${ANY},severity="warning",team="ml-platform",service="inference"`;

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

type Phase = readonly [seconds: number, events: number, slow: number];

/** A histogram of events of about 8 ms, and of slow ones between 0.25 and 0.5 s. @param phases events for each step */
function durations(...phases: readonly Phase[]): Situation['series'] {
  const all = counter(...phases.map(([seconds, events]) => [seconds, events] as const));
  const fast = counter(...phases.map(([seconds, events, slow]) => [seconds, events - slow] as const));
  const none = all.map(() => 0);
  const below = (bound: string) => (Number(bound) < 0.01 ? none : Number(bound) < 0.5 ? fast : all);
  return {
    ...Object.fromEntries(
      BOUNDS.map((bound) => [
        `ml_prediction_duration_seconds_bucket{${LABELS},le="${bound}"}`,
        bound === '+Inf' ? all : below(bound),
      ]),
    ),
    [`ml_prediction_duration_seconds_count{${LABELS}}`]: all,
    [`ml_prediction_duration_seconds_sum{${LABELS}}`]: all.map(
      (count, step) => 0.008 * (fast[step] ?? 0) + 0.4 * (count - (fast[step] ?? 0)),
    ),
  };
}

const situations: readonly Situation[] = [
  {
    name: 'two of a hundred predictions take 0.25 to 0.5 s (after 14 s and not before, and its end)',
    series: durations([60, 200, 0], [60, 200, 4], [60, 200, 0]),
    expects: [
      { at: 60, alerts: ANY, firing: 0 },
      // Two of a hundred are one of a hundred of the window when it is half full of them.
      { at: 86, alerts: ANY, firing: 0 },
      { at: 100, alerts: FIRES, firing: 1 },
      { at: 168, alerts: ANY, firing: 0 },
    ],
  },
  {
    name: 'one of two hundred takes that long',
    series: durations([120, 200, 1]),
    expects: [{ at: 110, alerts: ANY, firing: 0 }],
  },
  {
    name: 'three slow predictions in half a minute are all there are',
    series: durations(
      [60, 0, 0],
      ...Array.from({ length: 6 }, (): Phase[] => [
        [2, 1, 1],
        [8, 0, 0],
      ]).flat(),
    ),
    expects: [{ at: 110, alerts: ANY, firing: 0 }],
  },
];

export const predictionsSlow: Task = {
  id: 'predictions-slow',
  title: 'Alert on a p99',
  hints: [
    'The histogram is ml_prediction_duration_seconds. What `le` means, and which function makes a quantile of buckets, is in the lesson on PromQL.',
    'A quantile needs the rate of the buckets, summed with `le` kept. It says a number of seconds whatever the traffic: the guard is as in the task before, with the _count.',
    'histogram_quantile(0.99, sum by (le) (rate(ml_prediction_duration_seconds_bucket{job="inference"}[30s]))) > 0.25 and sum(increase(ml_prediction_duration_seconds_count{job="inference"}[30s])) >= 20, for: 14s.',
  ],
  check: (lab) =>
    firstFailure(
      () =>
        isFed(
          lab,
          'ml_prediction_duration_seconds_bucket{job="inference"}',
          'the durations of predictions in your Prometheus',
        ),
      () => isLoaded(lab, SLOW_ALERT),
      () => behaves(lab, situations),
      () => isExplained(lab, SLOW_ALERT),
    ),
};
