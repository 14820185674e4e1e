import { StatisticsError } from '../errors.ts';

/** Throws unless the lists are equally long and hold no negative, infinite or missing count. */
export function checkCounts(left: ArrayLike<number>, right: ArrayLike<number>): void {
  if (left.length !== right.length) {
    throw new StatisticsError('LENGTH_MISMATCH', `${left.length} counts against ${right.length}`);
  }
  for (const counts of [left, right]) {
    for (let index = 0; index < counts.length; index += 1) {
      const count = counts[index] as number;
      if (!(count >= 0 && count < Number.POSITIVE_INFINITY)) {
        throw new StatisticsError('INVALID_COUNT', `a count must be finite and not negative, got ${count}`);
      }
    }
  }
}

export function totalOf(counts: ArrayLike<number>): number {
  let total = 0;
  for (let index = 0; index < counts.length; index += 1) total += counts[index] as number;
  return total;
}

/** One cell of a two-row table: what was counted, and what independence of row and column lets expect. */
export type VisitCell = (observed: number, expected: number) => void;

/** Visits all cells but those of columns that are empty on both sides. Returns the number of other columns. */
export function visitCells(
  reference: ArrayLike<number>,
  current: ArrayLike<number>,
  visit: VisitCell,
): number {
  checkCounts(reference, current);
  const referenceTotal = totalOf(reference);
  const currentTotal = totalOf(current);
  if (referenceTotal === 0) throw new StatisticsError('EMPTY_SAMPLE', 'the reference has no counts');
  if (currentTotal === 0) throw new StatisticsError('EMPTY_SAMPLE', 'the current sample has no counts');
  let columns = 0;
  for (let index = 0; index < reference.length; index += 1) {
    const inReference = reference[index] as number;
    const inCurrent = current[index] as number;
    const inColumn = inReference + inCurrent;
    if (inColumn === 0) continue;
    columns += 1;
    visit(inReference, (inColumn * referenceTotal) / (referenceTotal + currentTotal));
    visit(inCurrent, (inColumn * currentTotal) / (referenceTotal + currentTotal));
  }
  return columns;
}

/** Half a count towards the expectation, but not past it. */
export function yatesCorrected(observed: number, expected: number): number {
  const difference = expected - observed;
  return observed + Math.sign(difference) * Math.min(0.5, Math.abs(difference));
}
