import { jensenShannonDistance } from '../distances/index.ts';
import { StatisticsError } from '../errors.ts';
import { countOf } from '../samples/categories.ts';
import type { Category } from '../samples/index.ts';
import type { CellCounts, DriftMeasure } from './drift-measure.ts';

/**
 * Jensen-Shannon distance (natural logarithm, 0 to sqrt(ln 2) = 0.8326, as scipy and Evidently compute it) between the
 * shares of the categories. Categories that the reference does not know count as one.
 *
 * Serves numeric features too of which only a histogram is kept: a bin is a category.
 *
 * @param reference rows of each category.
 * @throws StatisticsError EMPTY_SAMPLE where it has no rows, INVALID_COUNT for a count that is not a whole number.
 */
export function categoryMeasure(
  reference: ReadonlyMap<Category, number>,
): DriftMeasure<Category | null | undefined> {
  const cellOf = new Map([...reference.keys()].map((category, cell) => [category, cell]));
  const unseen = cellOf.size;
  const counts = Uint32Array.from([...reference.values(), 0]);
  let total = 0;
  for (const count of reference.values()) {
    if (!Number.isSafeInteger(count) || count < 0)
      throw new StatisticsError('INVALID_COUNT', `${count} rows`);
    total += count;
  }
  if (total === 0) throw new StatisticsError('EMPTY_SAMPLE', 'the reference has no rows');
  // Good and Turing's estimate (Good, 1953) of what categories that the reference lacks would have got of its rows.
  const seenOnce = counts.filter((count) => count === 1).length;
  const whole = { counts, total };
  const ofCell = (cell: number) => {
    const window = new Uint32Array(counts.length);
    window[cell] = 1;
    return jensenShannon(whole, { counts: window, total: 1 });
  };
  return {
    referenceSize: total,
    weights: Float64Array.from(counts, (count, cell) => (cell === unseen ? seenOnce : count)),
    largestScore: Math.max(...cellOf.values().map(ofCell)),
    betweenCounts: jensenShannon,
    ofWindow(window) {
      const windowCounts = new Uint32Array(counts.length);
      let n = 0;
      for (const [category, rows] of countOf(window)) {
        const cell = cellOf.get(category) ?? unseen;
        windowCounts[cell] = (windowCounts[cell] ?? 0) + rows;
        n += rows;
      }
      return { score: n === 0 ? 0 : jensenShannon(whole, { counts: windowCounts, total: n }), n };
    },
  };
}

function jensenShannon(left: CellCounts, right: CellCounts): number {
  return jensenShannonDistance(left.counts, right.counts);
}
