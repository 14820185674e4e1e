import type { NullDistribution } from './null-distribution.ts';

/** Scores of the same number of others are the same to this share, whichever cells the others lie in. */
const SAME = 1 - 1e-12;

/**
 * The null distribution where all rows of the reference are of one category: a constant, or a column without a missing
 * value. Drawing from such a reference never gives anything else, so that no number of draws says how rare another value
 * is. Fisher's exact test does: given how many of all rows are others, k, the chance that none of them fell to the
 * reference is C(window, k) / C(reference + window, k).
 *
 * @param scoreOf score of a window in which so many rows are others; increasing.
 */
export function singleCategoryNull(
  referenceSize: number,
  windowSize: number,
  scoreOf: (others: number) => number,
): NullDistribution {
  const chanceOf = (others: number): number => {
    let chance = 1;
    for (let drawn = 0; drawn < others && chance > 0; drawn += 1) {
      chance *= (windowSize - drawn) / (referenceSize + windowSize - drawn);
    }
    return chance;
  };
  return {
    median: 0,
    pValue: (score) => chanceOf(fewestOthers(windowSize, (others) => scoreOf(others) >= score * SAME)),
    threshold(alpha) {
      if (chanceOf(windowSize) > alpha) return Number.POSITIVE_INFINITY;
      return scoreOf(fewestOthers(windowSize, (others) => chanceOf(others) <= alpha));
    },
  };
}

/** The fewest that reach it, `most` where none does, by bisection: what is reached stays reached. */
function fewestOthers(most: number, isReached: (others: number) => boolean): number {
  let [low, high] = [0, most];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isReached(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
