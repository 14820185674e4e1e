import { fails, found, type Task } from '@lab/course/lab';
import { MERGED, waveOf } from './two-instances.ts';

/** As far as a quantile moves when it crosses from one bucket into the next. */
const TOLERANCE = 0.25;

export const mergedQuantile: Task = {
  id: 'merged-quantile',
  title: 'Say how slow both instances are together',
  needs: ['summary'],
  question: {
    text: 'How long do 95 % of the payments of channel batch take at most, of both instances together?',
    form: 'seconds, such as 0.25; within 25 % of what your Prometheus says',
  },
  hints: [
    'The check of task 8 sent the same number of payments to each instance. What does each say, and is one number between them the answer?',
    'Quantiles of two summaries cannot be added or averaged. Buckets can be added: they count.',
    'histogram_quantile(0.95, sum by (le) (increase(fraud_score_duration_seconds_bucket{channel="batch"}[1h])))',
  ],
  async check(lab) {
    const { answer, workbench } = lab;
    const { prometheus } = lab.workbenchEngines;
    const given = Number(answer('merged-quantile'));
    const [sample] = await prometheus.query(MERGED);
    const lookAt = `the buckets of channel batch in ${workbench.prometheus}`;
    if (sample === undefined || !Number.isFinite(sample.value))
      return fails({
        expected: 'observations of channel batch in the last hour',
        seen: 'none: ./lab check 2 summary sends them again',
        lookAt,
      });
    // What was sent is right as well: the value moves with each wave that a check sends.
    const sent = waveOf(lab).slowMs / 1000;
    const lowest = Math.min(sample.value, sent) * (1 - TOLERANCE);
    const highest = Math.max(sample.value, sent) * (1 + TOLERANCE);
    return found(given >= lowest && given <= highest, {
      expected: `the 95th percentile over both in seconds, within ${TOLERANCE * 100} %`,
      seen: `${answer('merged-quantile')}`,
      lookAt,
    });
  },
};
