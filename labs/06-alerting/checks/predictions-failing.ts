import { firstFailure, type Task } from '@lab/course/lab';
import { behaves, isExplained, isFed, isLoaded } from './alert-rule.ts';
import { counter, type Situation } from './situations.ts';

const ALERT = 'PredictionsFailing';
const FIRES = `alertname="${ALERT}",severity="critical",team="ml-platform",service="inference"`;

/** Labels as the lab's inference service has them under the learner's scrape. */
const predictions = (status: string, version = '1'): string =>
  `ml_predictions_total{instance="inference",job="inference",model_name="fraud-detection",model_version="${version}",service="inference",status="${status}"}`;

/** A minute of health, `seconds` of trouble, a minute of health. @param share of failures in the trouble */
const trouble = (share: number, seconds: number) => ({
  [predictions('success')]: counter([60, 200], [seconds, 200 * (1 - share)], [60, 200]),
  [predictions('success', '2')]: counter([120 + seconds, 20]),
  [predictions('error')]: counter([60, 0], [seconds, 200 * share], [60, 0]),
  [predictions('error', '2')]: counter([120 + seconds, 0]),
});

const failingSituations: readonly Situation[] = [
  {
    name: 'half of the predictions fail (one alert for the service, after 10 s and not before, and its end)',
    series: trouble(0.5, 60),
    expects: [
      { at: 60, alerts: `alertname="${ALERT}"`, firing: 0 },
      { at: 70, alerts: `alertname="${ALERT}"`, firing: 0 },
      { at: 80, alerts: FIRES, firing: 1 },
      { at: 168, alerts: `alertname="${ALERT}"`, firing: 0 },
    ],
  },
  {
    name: 'six of a hundred fail, which is above the limit',
    series: trouble(0.066, 80),
    expects: [{ at: 138, alerts: FIRES, firing: 1 }],
  },
  {
    name: 'four of a hundred fail, which is below the limit',
    series: trouble(0.044, 80),
    expects: [{ at: 138, alerts: `alertname="${ALERT}"`, firing: 0 }],
  },
  {
    name: 'three predictions in half a minute are all there are, and fail',
    series: {
      [predictions('success')]: counter([120, 0]),
      [predictions('error')]: counter(
        [60, 0],
        ...Array.from({ length: 6 }, (): [number, number][] => [
          [2, 1],
          [8, 0],
        ]).flat(),
      ),
    },
    expects: [
      { at: 80, alerts: `alertname="${ALERT}"`, firing: 0 },
      { at: 110, alerts: `alertname="${ALERT}"`, firing: 0 },
    ],
  },
  {
    name: 'nobody asks for a prediction',
    series: { [predictions('success')]: counter([120, 0]), [predictions('error')]: counter([120, 0]) },
    expects: [{ at: 110, alerts: `alertname="${ALERT}"`, firing: 0 }],
  },
];

export const predictionsFailing: Task = {
  id: 'predictions-failing',
  title: 'Alert on a share, guarded',
  hints: [
    'Play with the expression before it becomes a rule, on the query page of your Prometheus or with ./lab tool promtool query instant. What does `sum(rate(ml_predictions_total{job="inference"}[30s]))` say, and what with status="error"?',
    'A share is failures divided by all, both summed over versions, so that there is one alert. The comparison filters. After it, `and` keeps the result only where something else has one as well: enough predictions in the window.',
    'sum(rate(…{status="error"}[30s])) / sum(rate(…[30s])) > 0.05 and sum(increase(…[30s])) >= 20, for: 10s. Summing drops every label, so severity, team and service stand under labels:.',
  ],
  check: (lab) =>
    firstFailure(
      () =>
        isFed(lab, 'ml_predictions_total{job="inference"}', 'the predictions of the lab in your Prometheus'),
      () => isLoaded(lab, ALERT),
      () => behaves(lab, failingSituations),
      () => isExplained(lab, ALERT),
    ),
};
