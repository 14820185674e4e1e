import type { ReferenceProfile } from '@lab/model/profile';
import type { Cell, ReferenceColumn } from './column.ts';
import { referenceFeatures } from './reference-columns.ts';

interface Segment {
  /** Such as `card_present=true`. */
  readonly name: string;
  /** The feature whose value it is; within the segment it cannot drift. */
  readonly feature: string;
  includes(features: Readonly<Record<string, unknown>>): boolean;
  /** The rows of the reference sample that belong to it. */
  readonly reference: readonly ReferenceColumn[];
}

/** A part of the reference so small would only be able to see what cannot be missed anyway. */
const LEAST_REFERENCE_ROWS = 50;
/** As many as the catalogue gives series to. */
const MOST_SEGMENTS = 20;

/** Every value of every categorical feature, as far as the reference knows it well enough. */
export function segmentsOf(profile: ReferenceProfile): Segment[] {
  const columns = referenceFeatures(profile);
  const segments: Segment[] = [];
  for (const feature of profile.features) {
    if (feature.kind === 'numeric') continue;
    const own = columns.find(({ name }) => name === feature.name)?.values ?? [];
    for (const category of Object.keys(feature.categories)) {
      const rows = [...own.keys()].filter((row) => own[row] === category);
      if (rows.length < LEAST_REFERENCE_ROWS) continue;
      segments.push({
        name: `${feature.name}=${category}`,
        feature: feature.name,
        includes: (features) => String(features[feature.name]) === category,
        reference: columns.map((column) => ({
          ...column,
          values: rows.map((row): Cell => column.values[row] ?? null),
        })),
      });
    }
  }
  return segments.slice(0, MOST_SEGMENTS);
}
