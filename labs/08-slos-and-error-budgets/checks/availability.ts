import { firstFailure, type Task } from '@lab/course/lab';
import { agreementOf } from './agreement.ts';
import { isLoaded, measures, type Played, plays, recorded } from './rules-of.ts';

export const AVAILABILITY = 'availability';
const labels = (version: 1 | 2): string =>
  `instance="inference",job="inference",model_name="fraud-detection",model_version="${version}",service="inference"`;
const RATIO = 'max(slo:sli_error:ratio_rate5m)';

export const predictionsPlayed: readonly Played[] = [
  {
    name: 'one prediction in ten fails',
    series: {
      [`ml_predictions_total{${labels(1)},status="success"}`]: '0+18x90',
      [`ml_predictions_total{${labels(1)},status="error"}`]: '0+2x90',
    },
    expects: [{ at: 80, expr: `round(${RATIO}, 0.001)`, value: 0.1 }],
  },
  {
    name: 'only those that version 2 answers fail, and they are one in ten',
    series: {
      [`ml_predictions_total{${labels(1)},status="success"}`]: '0+18x90',
      [`ml_predictions_total{${labels(2)},status="error"}`]: '0+2x90',
    },
    expects: [{ at: 80, expr: `round(${RATIO}, 0.001)`, value: 0.1 }],
  },
  {
    name: 'none has ever failed',
    series: { [`ml_predictions_total{${labels(1)},status="success"}`]: '0+20x90' },
    expects: [{ at: 80, expr: RATIO, value: 0 }],
  },
];

export const availability: Task = {
  id: 'availability',
  title: 'State an objective',
  deadlineSeconds: 40,
  hints: [
    'agreement.md says what was promised; the objective `coverage` in the file shows the form. What the generator refuses is in logs/objectives.log, with the reason.',
    'An indicator of kind ratio needs bad events and all events, as rates over {{.window}}, summed to one series each. The counter of predictions has a label that tells how each ended.',
    'errors: sum(rate(ml_predictions_total{job="inference",status="error"}[{{.window}}])), total: the same without status; example: the two series without sum and rate. name: availability, period: 30d, alerting: *alerting.',
  ],
  check: (lab) =>
    firstFailure(
      () => isLoaded(lab, AVAILABILITY),
      () => {
        const { availability: objective } = agreementOf(lab.draws);
        return recorded(lab, AVAILABILITY, 'slo:objective:ratio', objective, 'the objective that was agreed');
      },
      // Thirty days, sixty times as fast.
      () => recorded(lab, AVAILABILITY, 'slo:time_period:days', 30 / 60, 'a period of 30 days'),
      () => plays(lab, AVAILABILITY, predictionsPlayed),
      () => measures(lab, AVAILABILITY),
    ),
};
