import { StatisticsError } from '../errors.ts';

/**
 * Corrected p values: reject those at most alpha, and the family as a whole keeps what the method promises.
 * NaN stays NaN and does not count as a test. All as statsmodels' `multipletests`.
 *
 * - `bonferroni`: at most alpha chance of any false rejection, by multiplying.
 * - `holm`: the same promise, never less powerful (Holm, Scand. J. Stat. 6, 1979).
 * - `benjamini-hochberg`: at most a share of alpha of the rejections is false on average, for independent or positively
 *   dependent tests (J. R. Stat. Soc. B 57, 1995).
 */
export type Correction = 'bonferroni' | 'holm' | 'benjamini-hochberg';

/**
 * @param pValues of any order; the result keeps it.
 * @throws StatisticsError `INVALID_OPTION` for a p value outside 0 to 1.
 */
export function correctPValues(pValues: ArrayLike<number>, correction: Correction): Float64Array {
  const corrected = Float64Array.from(pValues);
  const ascending = testedIndices(corrected).sort(
    (a, b) => (corrected[a] as number) - (corrected[b] as number),
  );
  const tests = ascending.length;
  if (correction === 'bonferroni') scale(corrected, ascending, () => tests);
  else if (correction === 'holm') {
    scale(corrected, ascending, (rank) => tests - rank);
    accumulate(corrected, ascending, Math.max);
  } else {
    scale(corrected, ascending, (rank) => tests / (rank + 1));
    accumulate(corrected, ascending.reverse(), Math.min);
  }
  for (const index of ascending) corrected[index] = Math.min(1, corrected[index] as number);
  return corrected;
}

function testedIndices(pValues: Float64Array): number[] {
  const indices: number[] = [];
  for (const [index, pValue] of pValues.entries()) {
    if (Number.isNaN(pValue)) continue;
    if (pValue < 0 || pValue > 1) {
      throw new StatisticsError('INVALID_OPTION', `a p value is 0 to 1, got ${pValue}`);
    }
    indices.push(index);
  }
  return indices;
}

function scale(pValues: Float64Array, ascending: readonly number[], factor: (rank: number) => number): void {
  for (const [rank, index] of ascending.entries()) {
    pValues[index] = (pValues[index] as number) * factor(rank);
  }
}

/** A less significant test never gets the smaller corrected value. */
function accumulate(
  pValues: Float64Array,
  order: readonly number[],
  combine: (a: number, b: number) => number,
): void {
  let extreme: number | undefined;
  for (const index of order) {
    extreme = extreme === undefined ? (pValues[index] as number) : combine(extreme, pValues[index] as number);
    pValues[index] = extreme;
  }
}
