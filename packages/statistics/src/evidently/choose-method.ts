import { countCategories } from '../samples/categories.ts';
import { hasMoreDistinctThan } from '../samples/histogram.ts';
import { type CleanColumn, cleanColumn } from './clean.ts';
import type { Column } from './column.ts';
import type { DriftMethodName } from './methods.ts';

/** References up to this size get a test of significance, larger ones a distance. */
const LARGEST_TESTED_REFERENCE = 1000;

/** Numbers with at most so many different values are compared as categories. */
const NUMERICAL_CATEGORIES = 5;

/**
 * The method that Evidently takes by default (`_get_default_stattest`): by type, by the size of the reference and by
 * the number of different values on both sides together. The size of the current sample does not matter.
 *
 * @throws StatisticsError `EMPTY_SAMPLE`
 */
export function defaultDriftMethod(column: Column): DriftMethodName {
  return defaultMethodOfClean(cleanColumn(column));
}

export function defaultMethodOfClean(column: CleanColumn): DriftMethodName {
  const small = column.reference.length <= LARGEST_TESTED_REFERENCE;
  if (column.type === 'numerical' && hasManyValues(column.reference, column.current)) {
    return small ? 'ks' : 'wasserstein';
  }
  if (!small) return 'jensenshannon';
  return countCategories(column.reference, column.current).categories.length <= 2 ? 'z' : 'chisquare';
}

function hasManyValues(reference: Float64Array, current: Float64Array): boolean {
  if (hasMoreDistinctThan(NUMERICAL_CATEGORIES, reference)) return true;
  if (hasMoreDistinctThan(NUMERICAL_CATEGORIES, current)) return true;
  return new Set([...new Set(reference), ...new Set(current)]).size > NUMERICAL_CATEGORIES;
}
