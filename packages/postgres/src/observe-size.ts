import { databaseSizeBytes } from '@lab/catalogue';
import type { Gauge, Metrics } from '@lab/instrumentation';
import type { Database } from './database.ts';

/** PostgreSQL adds up its files for it, and a plan for months needs no finer steps. */
const LOOK_EVERY_MS = 60_000;
/** In bytes, as a double: pg would hand a bigint over as text. */
const SIZE = 'SELECT pg_database_size(current_database())::double precision AS bytes';

/**
 * Publishes how large the database is. No scrape waits for it: what it finds is told by the next one, and stays while the
 * database is away. Until it is known there is no series, since no database has 0 bytes.
 */
export function observeSize(metrics: Metrics, { pool }: Database, lookEveryMs = LOOK_EVERY_MS): void {
  let dueAt = Number.NEGATIVE_INFINITY;
  let size: Gauge<typeof databaseSizeBytes> | undefined;
  metrics.beforeCollect(() => {
    if (performance.now() < dueAt) return;
    dueAt = performance.now() + lookEveryMs;
    pool.query<{ bytes: number }>(SIZE).then(
      ({ rows: [row] }) => {
        size ??= metrics.gauge(databaseSizeBytes);
        if (row !== undefined) size.set({}, row.bytes);
      },
      () => {
        // An outage is told by readiness and the log; the next scrape asks again.
        dueAt = Number.NEGATIVE_INFINITY;
      },
    );
  });
}
