import type { FeatureSummary, ReferenceProfile } from '@lab/model/profile';
import type { FeatureRow } from '../../adapters/window-store.ts';
import { featureValue } from '../feature-value.ts';
import type { Cell, ReferenceColumn } from './column.ts';

/** The features of a profile as columns of its sample. */
export function referenceFeatures({ features, sample }: ReferenceProfile): ReferenceColumn[] {
  return features.map(({ name, kind }) => ({
    name,
    kind: kind === 'numeric' ? 'numeric' : 'category',
    values: (sample[name] ?? []) as readonly Cell[],
  }));
}

/** A column of the window, in the kind of its feature; null for what is not of that kind. */
export function windowColumn(rows: readonly FeatureRow[], { name, kind }: FeatureSummary): Cell[] {
  return rows.map(({ features }) => cellOf(featureValue(features, name), kind));
}

function cellOf(value: unknown, kind: FeatureSummary['kind']): Cell {
  if (kind === 'numeric') return typeof value === 'number' && Number.isFinite(value) ? value : null;
  return typeof value === 'string' || typeof value === 'boolean' ? String(value) : null;
}
