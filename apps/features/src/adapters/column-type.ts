import type { FeatureDefinition } from '../domain/feature-view.ts';

/** `integer` and not `bigint`, which pg returns as text. */
export function columnType(feature: FeatureDefinition): 'integer' | 'double precision' {
  return feature.type === 'integer' ? 'integer' : 'double precision';
}
