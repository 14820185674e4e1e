import { type CheckContext, type Finding, firstFailure, found, type Task } from '@lab/course/lab';
import { SLOW_MODEL, unfinished } from './experiment-of.ts';
import { anyOf, deviates, type Situation, unmet } from './played.ts';
import { DESERTED, HEALTHY, SLOW_CHECKOUTS, TENTH_FAILS } from './shop-situations.ts';

const MUST_BE_SEEN: readonly Situation[] = [TENTH_FAILS, SLOW_CHECKOUTS, DESERTED];

export const steadyState: Task = {
  id: 'steady-state',
  title: 'Say what is normal',
  deadlineSeconds: 45,
  hints: [
    'The hypothesis names two things that hold: how many customers get an answer, and how long a checkout takes. Each is a probe: a query, and at_least or at_most. What the customers of the shop saw is in the metrics of surroundings.',
    'A share of answered customers is a rate over a rate: take those who were answered, since those who failed are no series before the first of them. For a duration, histogram_quantile over the buckets of the route checkout. A window of 15 s is long enough for a scrape each second.',
    '{ title: customers get an answer, query: sum(rate(customer_requests_total{outcome="answered"}[15s])) / sum(rate(customer_requests_total[15s])), at_least: 0.99 } and { title: …, query: histogram_quantile(0.95, sum by (le) (rate(customer_duration_seconds_bucket{route="checkout"}[15s]))), at_most: 1 }; queries with a { in single quotes or in a block.',
  ],
  check: (lab) =>
    firstFailure(
      () => seesWhatItClaims(lab),
      () => holdsNow(lab),
    ),
};

/** One that no customer could contradict is no steady state. */
export async function seesWhatItClaims(lab: CheckContext): Promise<Finding> {
  const { steadyState: probes } = await unfinished(lab, SLOW_MODEL);
  const expected = [
    ...probes.map((probe) => ({
      what: `"${probe.title}" does not hold where ${HEALTHY.name}`,
      situation: HEALTHY,
      expression: deviates(probe),
      value: 0 as const,
    })),
    ...MUST_BE_SEEN.map((situation) => ({
      what: `no probe notices where ${situation.name}`,
      situation,
      expression: anyOf(probes.map((probe) => `${deviates(probe)} > 0`)),
      value: 1 as const,
    })),
  ];
  const wrong = await unmet(lab, 'steady-state', expected);
  const seen = expected.filter((one) => wrong.some((other) => other === one)).map(({ what }) => what);
  return found(wrong.length === 0, {
    expected: `probes that hold while all is well, and of which one does not where ${MUST_BE_SEEN.map(({ name }) => name).join('; or ')}`,
    seen: wrong.length === 0 ? 'so they do' : seen.join('; '),
    lookAt: `steady_state of ${SLOW_MODEL}; the samples are in .check/steady-state.promtest`,
  });
}

async function holdsNow(lab: CheckContext): Promise<Finding> {
  const { steadyState: probes, prometheus } = await unfinished(lab, SLOW_MODEL);
  const values = await Promise.all(
    probes.map(async (probe) => {
      const [sample] = await lab.workbenchEngines.prometheus.query(deviates(probe));
      return { probe, deviates: sample?.value !== 0 };
    }),
  );
  const broken = values.filter((one) => one.deviates).map(({ probe }) => probe.title);
  const asksHere = prometheus === lab.workbench.prometheus;
  return found(broken.length === 0 && asksHere, {
    expected: `that it holds now, asked of ${lab.workbench.prometheus}`,
    seen: asksHere
      ? broken.map((title) => `"${title}" does not hold`).join('; ') || 'it does'
      : `prometheus: ${prometheus ?? 'the one of the lab'}`,
    lookAt: lab.workbench.prometheus,
  });
}
