import { countCategories } from '../samples/categories.ts';
import { countIntoBins, hasMoreDistinctThan, sturgesEdges } from '../samples/histogram.ts';
import type { CleanColumn } from './clean.ts';

/** Counts over the same bins. */
export interface BinnedPair {
  reference: Float64Array;
  current: Float64Array;
}

/** References with no more different values get a bin per value. */
const LARGEST_BIN_PER_VALUE = 20;

/**
 * Evidently's `get_binned_data`: for numbers with more than 20 different values in the reference, Sturges' bins over
 * both samples together (so an outlier in the current sample moves the bins of the reference); otherwise a bin per
 * value that occurs on either side.
 */
export function binnedPair(column: CleanColumn): BinnedPair {
  if (column.type === 'categorical' || !hasMoreDistinctThan(LARGEST_BIN_PER_VALUE, column.reference)) {
    return countCategories(column.reference, column.current);
  }
  const edges = sturgesEdges([column.reference, column.current], column.storage);
  return {
    reference: countIntoBins(column.reference, edges),
    current: countIntoBins(column.current, edges),
  };
}

/** The bins of Evidently's `hellinger`: Sturges' rule over the different values, for numbers of any number of them. */
export function hellingerBins(column: CleanColumn): BinnedPair {
  if (column.type === 'categorical') return countCategories(column.reference, column.current);
  const distinct = new Set<number>(column.reference);
  for (const value of column.current) distinct.add(value);
  const edges = sturgesEdges([Float64Array.from(distinct)], column.storage);
  return {
    reference: countIntoBins(column.reference, edges),
    current: countIntoBins(column.current, edges),
  };
}
