import type { DatasetComparison } from '@lab/drift-report';
import { countsOf, distributionOf } from './distribution.ts';
import type { PairedColumn } from './paired-columns.ts';
import { missingOf } from './read/table.ts';

const MOST_UNSEEN = 20;

type Facts = Pick<
  DatasetComparison,
  | 'name'
  | 'type'
  | 'reference_samples'
  | 'current_samples'
  | 'reference_missing'
  | 'current_missing'
  | 'unseen_categories'
  | 'bins'
>;

/** What is to be told of a column whoever judges it. */
export function factsOf(column: PairedColumn): Facts {
  const { name, type, reference, current } = column;
  const [referenceMissing, currentMissing] = [missingOf(reference), missingOf(current)];
  return {
    name,
    type,
    reference_samples: rowsOf(reference) - referenceMissing,
    current_samples: rowsOf(current) - currentMissing,
    reference_missing: referenceMissing,
    current_missing: currentMissing,
    unseen_categories: type === 'categorical' ? unseenCategories(column) : [],
    bins: distributionOf(column),
  };
}

function unseenCategories({ reference, current }: PairedColumn): DatasetComparison['unseen_categories'] {
  const known = countsOf(reference);
  return [...countsOf(current)]
    .filter(([category]) => !known.has(category))
    .map(([category, rows]) => ({ category, rows }))
    .sort((a, b) => b.rows - a.rows)
    .slice(0, MOST_UNSEEN);
}

function rowsOf(column: PairedColumn['reference']): number {
  return column.kind === 'numbers' ? column.values.length : column.codes.length;
}
