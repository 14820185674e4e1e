import { type Category, countCategories } from '../samples/categories.ts';
import { chiSquareGoodnessOfFit, gTestGoodnessOfFit } from '../tests/chi-square.ts';
import { zTestTwoProportions } from '../tests/two-proportions.ts';
import type { CleanColumn } from './clean.ts';

/**
 * Evidently's `chisquare`: goodness of fit to the shares of the reference, which are taken as exact. A category that
 * the reference lacks makes the p value 0, even if one row of a million has it; with small references the test sees
 * drift up to six times as often as its threshold says. Homogeneity, in `@lab/statistics/tests`, has neither fault.
 */
export function chiSquareP(column: CleanColumn): number {
  const { reference, current } = countCategories(column.reference, column.current);
  const scale = column.current.length / column.reference.length;
  const expected = reference.map((count) => count * scale);
  return chiSquareGoodnessOfFit(current, expected).pValue;
}

/** Evidently's `g_test`: it does not scale the reference, so that samples of different size are an error. */
export function gTestP(column: CleanColumn): number {
  const { reference, current } = countCategories(column.reference, column.current);
  return gTestGoodnessOfFit(current, reference).pValue;
}

/** Evidently's `z`: the share of the values that are not the first one in order. */
export function zTestP(column: CleanColumn): number {
  const { categories, reference, current } = countCategories(column.reference, column.current);
  const first = categories.indexOf(firstInOrder(categories));
  return zTestTwoProportions(
    othersThan(first, reference, column.reference.length),
    othersThan(first, current, column.current.length),
  ).pValue;
}

function othersThan(category: number, counts: Float64Array, trials: number) {
  return { successes: trials - (counts[category] as number), trials };
}

function firstInOrder(categories: readonly Category[]): Category {
  return categories.toSorted((a, b) => (a < b ? -1 : 1))[0] as Category;
}
