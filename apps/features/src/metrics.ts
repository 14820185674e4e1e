import {
  dataLastUpdatedTimestamp,
  dataQualityFailedChecksTotal,
  FEATURE_STATUSES,
  featureEntities,
  featureLookupsTotal,
  featureStoreQueryDurationSeconds,
  featureValuesTotal,
  featureWritesTotal,
} from '@lab/catalogue';
import type { FeatureWriteResponse } from '@lab/contracts';
import {
  type Counter,
  type CounterSeries,
  type Gauge,
  type Metrics,
  sampledTraceId,
} from '@lab/instrumentation';
import type { ObserveQuery } from '@lab/postgres';
import { trace } from '@opentelemetry/api';
import type { FailedCheck } from './domain/check-write.ts';
import type { FeatureView } from './domain/feature-view.ts';
import type { FeatureStatus } from './domain/serve.ts';

type StoreOperation = (typeof featureStoreQueryDurationSeconds.labels.operation)[number];
type StatusSeries = Readonly<Record<FeatureStatus, CounterSeries>>;

/** What one feature view tells: how much is served, written and refused, and how fresh it is. */
export class FeatureViewMetrics {
  readonly #view: FeatureView;
  readonly #lookups: CounterSeries;
  readonly #values: ReadonlyMap<string, StatusSeries>;
  readonly #writes: Counter<typeof featureWritesTotal>;
  readonly #failedChecks: Counter<typeof dataQualityFailedChecksTotal>;
  readonly #lastUpdated: Gauge<typeof dataLastUpdatedTimestamp>;
  readonly #entities: Gauge<typeof featureEntities>;
  #newestEventTime = Number.NEGATIVE_INFINITY;

  constructor(metrics: Metrics, view: FeatureView) {
    const feature_view = view.name;
    const values = metrics.counter(featureValuesTotal);
    this.#view = view;
    this.#lookups = metrics.counter(featureLookupsTotal).with({ feature_view });
    this.#lookups.inc(0);
    this.#values = new Map(
      view.features.map(({ name: feature_name }) => {
        values.initialise({ feature_view, feature_name });
        const series = FEATURE_STATUSES.map((status) => [
          status,
          values.with({ feature_view, feature_name, status }),
        ]);
        return [feature_name, Object.fromEntries(series) as StatusSeries];
      }),
    );
    this.#writes = metrics.counter(featureWritesTotal);
    this.#writes.initialise({ feature_view });
    this.#failedChecks = metrics.counter(dataQualityFailedChecksTotal);
    for (const { name } of view.features) {
      this.#failedChecks.initialise({ feature_view, feature_name: name });
    }
    this.#lastUpdated = metrics.gauge(dataLastUpdatedTimestamp);
    this.#entities = metrics.gauge(featureEntities);
  }

  countLookups(entities: number): void {
    this.#lookups.inc(entities);
  }

  countValue(featureName: string, status: FeatureStatus): void {
    this.#values.get(featureName)?.[status].inc();
  }

  countWrite({ stored, stale }: FeatureWriteResponse, refused: number): void {
    const feature_view = this.#view.name;
    this.#writes.inc({ feature_view, outcome: 'stored' }, stored);
    this.#writes.inc({ feature_view, outcome: 'stale' }, stale);
    this.#writes.inc({ feature_view, outcome: 'rejected' }, refused);
  }

  countFailedCheck({ feature_name, check }: FailedCheck): void {
    // The name of an unknown feature is the caller's text, and so no label.
    const known = check === 'unknown_feature' ? 'other' : feature_name;
    this.#failedChecks.inc({ feature_view: this.#view.name, feature_name: known, check });
  }

  /** Raises the freshness at once when this instance stored something newer, ahead of the next look at the table. */
  sawEvent(eventTime: number): void {
    if (eventTime > this.#newestEventTime) this.setNewestEvent(eventTime);
  }

  /** @param eventTime Unix time in milliseconds; undefined while nothing is stored, and then there is no series */
  setNewestEvent(eventTime: number | undefined): void {
    this.#newestEventTime = eventTime ?? Number.NEGATIVE_INFINITY;
    const labels = { feature_view: this.#view.name };
    if (eventTime === undefined) this.#lastUpdated.remove(labels);
    else this.#lastUpdated.set(labels, eventTime / 1000);
  }

  setEntities(count: number): void {
    this.#entities.set({ feature_view: this.#view.name }, count);
  }
}

/** @returns what the database calls after each statement; the trace becomes the exemplar */
export function queryDurations(metrics: Metrics): ObserveQuery {
  const durations = metrics.histogram(featureStoreQueryDurationSeconds);
  return (operation, seconds) => {
    durations.observe(
      { operation: operation as StoreOperation },
      seconds,
      sampledTraceId(trace.getActiveSpan()),
    );
  };
}
