import type { Metrics } from '@lab/instrumentation';
import type { FeatureStore } from './adapters/feature-store.ts';
import type { FeatureViewMetrics } from './metrics.ts';

/** A look at the whole table costs more than a scrape should, and tells little new within this time. */
const STATISTICS_EVERY_MS = 10_000;
/** How long a scrape waits for it; a database that is away must not make the metrics late. */
const SCRAPE_PATIENCE_MS = 250;

/** Reads freshness and size of the store at scrapes, and keeps the last values while the database is away. */
export function observeStore(metrics: Metrics, store: FeatureStore, viewMetrics: FeatureViewMetrics): void {
  let dueAt = Number.NEGATIVE_INFINITY;
  let running: Promise<void> | undefined;

  const refresh = async (): Promise<void> => {
    try {
      const { entities, newestEventTime } = await store.statistics();
      viewMetrics.setEntities(entities);
      viewMetrics.setNewestEvent(newestEventTime);
      dueAt = performance.now() + STATISTICS_EVERY_MS;
    } catch {
      // An outage is told by readiness, the log and the age of the gauges; the next scrape tries again.
    } finally {
      running = undefined;
    }
  };

  metrics.beforeCollect(async () => {
    if (performance.now() < dueAt) return;
    running ??= refresh();
    await atMost(SCRAPE_PATIENCE_MS, running);
  });
}

async function atMost(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, patience]);
  clearTimeout(timer);
}
