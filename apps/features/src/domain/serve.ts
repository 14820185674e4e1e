import type { EntityFeatures } from '@lab/contracts';
import type { EntityRow } from './entity-row.ts';
import type { FeatureDefinition, FeatureView } from './feature-view.ts';

export type FeatureStatus = EntityFeatures['statuses'][string];

/**
 * The answer for one entity. An entity that nobody has written is not an error: a new customer has no history, and the
 * caller decides what to assume.
 * @param now Unix time in milliseconds
 */
export function entityFeatures(
  view: FeatureView,
  entityId: string,
  row: EntityRow | undefined,
  now: number,
): EntityFeatures {
  const features: EntityFeatures['features'] = {};
  const statuses: EntityFeatures['statuses'] = {};
  for (const [index, feature] of view.features.entries()) {
    const value = row?.values[index] ?? null;
    features[feature.name] = value;
    statuses[feature.name] = statusOf(feature, value, row?.eventTime, now);
  }
  return {
    entity_id: entityId,
    features,
    statuses,
    event_timestamp: row === undefined ? null : new Date(row.eventTime).toISOString(),
  };
}

/** A stale value is still served: old knowledge is the caller's to use or to refuse. */
export function statusOf(
  feature: FeatureDefinition,
  value: number | null,
  eventTime: number | undefined,
  now: number,
): FeatureStatus {
  if (value === null || eventTime === undefined) return 'missing';
  return now - eventTime > feature.maxAgeSeconds * 1000 ? 'stale' : 'present';
}
