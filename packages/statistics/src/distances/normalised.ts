import { StatisticsError } from '../errors.ts';

/**
 * Counts or shares as shares that sum to 1.
 *
 * @throws StatisticsError `LENGTH_MISMATCH`, `INVALID_COUNT`, `EMPTY_SAMPLE`
 */
export function normalisedPair(
  reference: ArrayLike<number>,
  current: ArrayLike<number>,
): [reference: Float64Array, current: Float64Array] {
  if (reference.length !== current.length) {
    throw new StatisticsError('LENGTH_MISMATCH', `${reference.length} bins against ${current.length}`);
  }
  return [normalised(reference, 'reference'), normalised(current, 'current sample')];
}

function normalised(counts: ArrayLike<number>, side: string): Float64Array {
  const shares = Float64Array.from(counts);
  let total = 0;
  for (const count of shares) {
    if (!(count >= 0 && count < Number.POSITIVE_INFINITY)) {
      throw new StatisticsError('INVALID_COUNT', `a count must be finite and not negative, got ${count}`);
    }
    total += count;
  }
  if (total === 0) throw new StatisticsError('EMPTY_SAMPLE', `the ${side} has no counts`);
  for (let index = 0; index < shares.length; index += 1) shares[index] = (shares[index] as number) / total;
  return shares;
}

/** p ln(p / q), 0 for p = 0 and infinite for q = 0 < p: scipy's `rel_entr`, to all digits where p is near q. */
export function relativeEntropyTerm(p: number, q: number): number {
  if (p === 0) return 0;
  if (q === 0) return Number.POSITIVE_INFINITY;
  const ratio = p / q;
  return p * (ratio > 0.5 && ratio < 2 ? Math.log1p((p - q) / q) : Math.log(ratio));
}
