/**
 * The messages of Feast's feature server, `POST /get-online-features` (docs.feast.dev, "Python feature server"), so that
 * a Feast client can be pointed here. Columns instead of rows: names once, then per entity a list of values, statuses
 * and event timestamps in the order of the names, the join key first.
 */
import type { EntityFeatures } from '@lab/contracts';
import type { FeatureStatus } from './serve.ts';

type FeastStatus = 'PRESENT' | 'NULL_VALUE' | 'NOT_FOUND' | 'OUTSIDE_MAX_AGE';

interface FeastResult {
  values: (string | number | null)[];
  statuses: FeastStatus[];
  event_timestamps: string[];
}

/** Feast's "no timestamp": the zero of a protobuf Timestamp. */
const NO_TIMESTAMP = new Date(0).toISOString();

const STATUS: Readonly<Record<FeatureStatus, FeastStatus>> = {
  present: 'PRESENT',
  stale: 'OUTSIDE_MAX_AGE',
  missing: 'NULL_VALUE',
};

/** @param key the entity's id as the caller wrote it: text or number */
export function feastResult(
  key: string | number,
  entity: EntityFeatures,
  featureNames: readonly string[],
): FeastResult {
  const isKnown = entity.event_timestamp !== null;
  return {
    values: [key, ...featureNames.map((name) => entity.features[name] ?? null)],
    statuses: [
      'PRESENT',
      ...featureNames.map((name) => (isKnown ? STATUS[entity.statuses[name] ?? 'missing'] : 'NOT_FOUND')),
    ],
    event_timestamps: [NO_TIMESTAMP, ...featureNames.map(() => entity.event_timestamp ?? NO_TIMESTAMP)],
  };
}
