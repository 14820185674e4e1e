import { FEATURE_COUNT, FEATURE_NAMES } from '@lab/model/features';
import type { ReferenceProfile } from '@lab/model/profile';

/**
 * Rows of the reference that predictions are compared with, as the model's inputs one after the other.
 *
 * Taken at even distances from the sample in the order of its scores: with few rows of a score that is nearly always
 * small, chance would decide how many high ones there are, and the baseline with it.
 *
 * @returns at most `rows` rows; empty where the profile has no sample
 */
export function backgroundRows({ sample }: ReferenceProfile, rows: number): Float32Array {
  const scores = (sample.probability ?? []) as readonly number[];
  const ascending = [...scores.keys()].sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0));
  const taken = Math.min(rows, ascending.length);
  const inputs = new Float32Array(taken * FEATURE_COUNT);
  for (let index = 0; index < taken; index += 1) {
    const row = ascending[Math.floor(((index + 0.5) * ascending.length) / taken)] ?? 0;
    for (const [input, name] of FEATURE_NAMES.entries()) {
      inputs[index * FEATURE_COUNT + input] = inputOf(sample, name, row);
    }
  }
  return inputs;
}

/** As `encodeFeatures` writes it, from the profile's words. */
function inputOf(sample: ReferenceProfile['sample'], name: string, row: number): number {
  const [feature = name, category] = name.split('=');
  const value = sample[feature]?.[row];
  if (category !== undefined) return value === category ? 1 : 0;
  return typeof value === 'number' ? value : value === 'true' ? 1 : 0;
}
