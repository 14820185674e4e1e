import { found, type Task } from '@lab/course/lab';
import { atQuery } from './target-of.ts';

export const START_OF_FEATURES = 'process_start_time_seconds{job="features"}';
const TOLERANCE_SECONDS = 1;

export const whenItStarted: Task = {
  id: 'when-it-started',
  title: 'Read a value off a metric',
  needs: ['scrape-services'],
  question: {
    text: 'When did the features service start, by your Prometheus?',
    form: 'seconds since 1970, to the second',
  },
  hints: [
    'Every process tells its start as a gauge that never changes. The query page completes its name; so does a look at what your Prometheus has: /api/v1/label/__name__/values.',
    'process_start_time_seconds, of job features. The table view of the query page and /api/v1/query show the number; a graph shows a line.',
    'Ask for `process_start_time_seconds{job="features"}`, take the value without what is behind the point, and write it under when-it-started in answers.yaml.',
  ],
  async check({ workbenchEngines: { prometheus }, workbench, answer }) {
    const [sample] = await prometheus.query(START_OF_FEATURES);
    const given = Number(answer(whenItStarted.id));
    const right = sample !== undefined && Math.abs(sample.value - given) <= TOLERANCE_SECONDS;
    return found(right, {
      expected: 'the start of the process that runs now',
      seen:
        sample === undefined
          ? 'your Prometheus has no such series'
          : Number.isNaN(given)
            ? `"${answer(whenItStarted.id)}", which is no number`
            : `${given}, which is ${Math.round(Math.abs(sample.value - given))} s away from it`,
      lookAt: atQuery(workbench.prometheus, START_OF_FEATURES),
    });
  },
};
