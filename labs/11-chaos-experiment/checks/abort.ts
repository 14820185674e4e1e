import { firstFailure, found, type Task } from '@lab/course/lab';
import { experimentOf, SLOW_MODEL } from './experiment-of.ts';
import { anyOf, unmet } from './played.ts';
import { HEALTHY, MOST_FAIL, SLOW_CHECKOUTS, TENTH_FAILS } from './shop-situations.ts';

const LONGEST_SECONDS = 120;

export const abort: Task = {
  id: 'abort',
  title: 'Decide when to stop',
  needs: ['steady-state'],
  hints: [
    'An abort condition is a query that answers something once it is time to stop. The hypothesis would be refuted long before: what would you not accept even if it taught you something?',
    'The share of customers who are answered, compared with a half: a comparison without bool answers only while it is true. Over 15 s, as the steady state.',
    'abort_when: [{ title: half of the customers get no answer, query: sum(rate(customer_requests_total{outcome="answered"}[15s])) / sum(rate(customer_requests_total[15s])) < 0.5 }], with the query in single quotes.',
  ],
  async check(lab) {
    const experiment = await experimentOf(lab, SLOW_MODEL);
    return firstFailure(
      async () => {
        const expression = anyOf(experiment.abortWhen.map(({ query }) => query));
        const expected = [
          ...[HEALTHY, TENTH_FAILS, SLOW_CHECKOUTS].map((situation) => ({
            situation,
            expression,
            value: 0 as const,
          })),
          { situation: MOST_FAIL, expression, value: 1 as const },
        ];
        const wrong = await unmet(lab, 'abort', expected);
        return found(wrong.length === 0, {
          expected: `an experiment that is stopped where ${MOST_FAIL.name}, and not where ${TENTH_FAILS.name}: that would only refute the hypothesis`,
          seen:
            wrong
              .map(
                ({ situation, value }) =>
                  `${value === 1 ? 'it goes on' : 'it is stopped'} where ${situation.name}`,
              )
              .join('; ') || 'so it is',
          lookAt: `abort_when of ${SLOW_MODEL}; the samples are in .check/abort.promtest`,
        });
      },
      () =>
        found(experiment.lastsSeconds <= LONGEST_SECONDS && experiment.lastsSeconds >= 60, {
          expected: 'one to two minutes: long enough to see it, and no longer',
          seen: `${experiment.lastsSeconds} s`,
          lookAt: `lasts of ${SLOW_MODEL}`,
        }),
    );
  },
};
