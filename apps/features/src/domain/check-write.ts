import type { FAILED_CHECKS } from '@lab/catalogue';
import type { FeatureWriteRequest } from '@lab/contracts';
import type { EntityRow } from './entity-row.ts';
import type { FeatureDefinition, FeatureView } from './feature-view.ts';

export type Check = (typeof FAILED_CHECKS)[number];

export interface FailedCheck {
  readonly entity_id: string;
  /** The field that failed: a feature's name, or `event_timestamp` where the whole row was refused. */
  readonly feature_name: string;
  readonly check: Check;
}

interface CheckedWrite {
  /** At most one row per entity, ordered by entity. */
  readonly rows: readonly EntityRow[];
  readonly failed: readonly FailedCheck[];
  /** Rows of the request that an event of the same request outdates. */
  readonly outdated: number;
  /** Rows refused whole. */
  readonly refused: number;
}

/** A writer's clock may run ahead this far. A row from further in the future would block all later ones. */
const CLOCK_SKEW_MS = 5 * 60_000;

/**
 * Splits a write into what can be stored and what failed a check.
 *
 * A bad value costs that value and nothing else: its row is stored with a null in its place. A row says everything that
 * is known as of its event time, so a feature left out counts as null.
 * @param now Unix time in milliseconds
 */
export function checkWrite(view: FeatureView, rows: FeatureWriteRequest['rows'], now: number): CheckedWrite {
  const failed: FailedCheck[] = [];
  const known = new Set(view.features.map((feature) => feature.name));
  const newest = new Map<string, EntityRow>();
  let refused = 0;
  let outdated = 0;

  for (const { entity_id, event_timestamp, features } of rows) {
    const fail = (feature_name: string, check: Check): void => {
      failed.push({ entity_id, feature_name, check });
    };
    const eventTime = Date.parse(event_timestamp); // NaN for a leap second, which the format allows
    if (Number.isNaN(eventTime) || eventTime > now + CLOCK_SKEW_MS) {
      fail('event_timestamp', Number.isNaN(eventTime) ? 'type' : 'future_timestamp');
      refused += 1;
      continue;
    }
    for (const name of Object.keys(features)) if (!known.has(name)) fail(name, 'unknown_feature');
    const values = view.features.map((feature) => {
      const value = features[feature.name] ?? null;
      const check = failedCheck(feature, value);
      if (check !== undefined) fail(feature.name, check);
      return check === undefined ? value : null;
    });
    const other = newest.get(entity_id);
    if (other !== undefined) outdated += 1;
    if (other === undefined || eventTime > other.eventTime) {
      newest.set(entity_id, { entityId: entity_id, eventTime, values });
    }
  }
  // Two batches that lock the same rows in different orders would deadlock in the database.
  const ordered = [...newest.values()].sort((a, b) => (a.entityId < b.entityId ? -1 : 1));
  return { rows: ordered, failed, outdated, refused };
}

function failedCheck(feature: FeatureDefinition, value: number | null): Check | undefined {
  if (value === null) return feature.nullable ? undefined : 'null';
  const [minimum, maximum] = feature.range;
  if (value < minimum || value > maximum) return 'range';
  return feature.type === 'integer' && !Number.isInteger(value) ? 'type' : undefined;
}
