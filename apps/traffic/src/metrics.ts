import {
  TRAFFIC_OUTCOMES,
  TRAFFIC_SCENARIOS,
  trafficFeatureRowsPending,
  trafficFeatureWritesTotal,
  trafficLabelsPending,
  trafficLabelsTotal,
  trafficOpenRequests,
  trafficRequestDurationSeconds,
  trafficRequestsTotal,
  trafficScenarioActive,
  trafficSendDelaySeconds,
  trafficSkippedTotal,
  trafficTargetRate,
} from '@lab/catalogue';
import type { CounterSeries, Metrics } from '@lab/instrumentation';
import type { Outcome } from './domain/outcome.ts';

export type TrafficMetrics = ReturnType<typeof trafficMetrics>;

/** The series of this service. Those of the hot path are looked up once. */
export function trafficMetrics(metrics: Metrics) {
  const requests = metrics.counter(trafficRequestsTotal);
  const featureWrites = metrics.counter(trafficFeatureWritesTotal);
  const scenario = metrics.gauge(trafficScenarioActive);
  for (const name of TRAFFIC_SCENARIOS) scenario.set({ scenario: name }, 0);
  return {
    requests: byOutcome((outcome) => requests.with({ outcome })),
    duration: metrics.histogram(trafficRequestDurationSeconds).with({}),
    sendDelay: metrics.histogram(trafficSendDelaySeconds).with({}),
    skipped: metrics.counter(trafficSkippedTotal).with({}),
    open: metrics.gauge(trafficOpenRequests).with({}),
    targetRate: metrics.gauge(trafficTargetRate).with({}),
    scenario,
    featureWrites: byOutcome((outcome) => featureWrites.with({ outcome })),
    featureRowsPending: metrics.gauge(trafficFeatureRowsPending).with({}),
    labels: metrics.counter(trafficLabelsTotal),
    labelsPending: metrics.gauge(trafficLabelsPending).with({}),
    beforeCollect: (collect: () => void) => metrics.beforeCollect(collect),
  };
}

function byOutcome(series: (outcome: Outcome) => CounterSeries): Readonly<Record<Outcome, CounterSeries>> {
  const entries = TRAFFIC_OUTCOMES.map((outcome) => [outcome, series(outcome)] as const);
  return Object.fromEntries(entries) as Record<Outcome, CounterSeries>;
}
