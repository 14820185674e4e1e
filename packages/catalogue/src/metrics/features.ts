import { REQUEST_SECONDS } from '../buckets.ts';
import { MAX_FEATURES } from '../limits.ts';
import { counter, gauge, histogram } from '../metric.ts';

export const FEATURE_STATUSES = ['present', 'missing', 'stale'] as const;
export const FAILED_CHECKS = ['null', 'range', 'type', 'unknown_feature', 'future_timestamp'] as const;
export const DATABASE_POOL_STATES = ['idle', 'busy', 'waiting'] as const;

const view = { feature_view: 10 } as const;

export const dataLastUpdatedTimestamp = gauge({
  name: 'data_last_updated_timestamp',
  help: 'Unix time in seconds of the newest event among the stored features; its age is the freshness.',
  labels: view,
});

export const dataQualityFailedChecksTotal = counter({
  name: 'data_quality_failed_checks_total',
  help: 'Values that failed a check on write; feature_name is event_timestamp where the row was refused for it.',
  labels: { ...view, feature_name: MAX_FEATURES, check: FAILED_CHECKS },
});

export const featureLookupsTotal = counter({
  name: 'feature_lookups_total',
  help: 'Entities looked up.',
  labels: view,
});

export const featureValuesTotal = counter({
  name: 'feature_values_total',
  help: 'Feature values served, by whether they were there and fresh.',
  labels: { ...view, feature_name: MAX_FEATURES, status: FEATURE_STATUSES },
});

export const featureWritesTotal = counter({
  name: 'feature_writes_total',
  help: 'Entities written, by outcome; stale writes are older than what is stored and change nothing.',
  labels: { ...view, outcome: ['stored', 'stale', 'rejected'] },
});

export const featureEntities = gauge({
  name: 'feature_entities',
  help: 'Entities stored.',
  labels: view,
});

export const featureStoreQueryDurationSeconds = histogram({
  name: 'feature_store_query_duration_seconds',
  help: 'Time in Postgres as the service sees it, the wait for a connection included.',
  labels: { operation: ['lookup', 'write', 'statistics', 'ping'] },
  buckets: REQUEST_SECONDS,
});

export const databaseSizeBytes = gauge({
  name: 'database_size_bytes',
  help: 'Size of the database on disk, indexes included; absent until it was first asked.',
  labels: {},
});

export const databasePoolConnections = gauge({
  name: 'database_pool_connections',
  help: 'Connections of the pool, and callers that wait for one.',
  labels: { state: DATABASE_POOL_STATES },
});
