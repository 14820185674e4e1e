import { jensenShannonDistance } from '../distances/index.ts';
import { StatisticsError } from '../errors.ts';
import { countOf } from '../samples/categories.ts';
import type { Category } from '../samples/index.ts';
import type { CellCounts, DriftMeasure } from './drift-measure.ts';
import { singleCategoryNull } from './single-category-null.ts';

/**
 * Jensen-Shannon distance (natural logarithm, 0 to sqrt(ln 2) = 0.8326, as scipy and Evidently compute it) between the
 * shares of the categories. Categories that the reference does not know count as one.
 *
 * Where the reference has one category only, the null distribution is that of Fisher's exact test: a constant that changes
 * is a drift as soon as there are rows enough to tell.
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
  // Of a reference with one category every other window is one of rows that it does not know.
  const isSingle = counts.filter((count) => count > 0).length === 1;
  const ofOthers = (others: number, windowSize: number) =>
    jensenShannonDistance([1, 0], [windowSize - others, others]);
  return {
    referenceSize: total,
    weights: Float64Array.from(counts, (count, cell) => (cell === unseen ? seenOnce : count)),
    largestScore: isSingle ? ofOthers(1, 1) : Math.max(...cellOf.values().map(ofCell)),
    ...(isSingle
      ? {
          exactNull: (windowSize: number) =>
            singleCategoryNull(total, windowSize, (others) => ofOthers(others, windowSize)),
        }
      : {}),
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
