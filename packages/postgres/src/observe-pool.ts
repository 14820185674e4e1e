import { databasePoolConnections } from '@lab/catalogue';
import type { Metrics } from '@lab/instrumentation';
import type { Database } from './database.ts';

/** Publishes how busy the pool is, at each scrape: connections that wait are requests that wait. */
export function observePool(metrics: Metrics, { pool }: Database): void {
  const connections = metrics.gauge(databasePoolConnections);
  metrics.beforeCollect(() => {
    connections.set({ state: 'idle' }, pool.idleCount);
    connections.set({ state: 'busy' }, pool.totalCount - pool.idleCount);
    connections.set({ state: 'waiting' }, pool.waitingCount);
  });
}
