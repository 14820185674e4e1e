import { StatisticsError } from '../errors.ts';
import type { Category } from '../samples/categories.ts';
import { finiteValues } from '../samples/sorted-sample.ts';
import type { Column, NumericalColumn } from './column.ts';

export interface CleanNumerical {
  type: 'numerical';
  reference: Float64Array;
  current: Float64Array;
  storage: NonNullable<NumericalColumn['storage']>;
}

export interface CleanCategorical {
  type: 'categorical';
  reference: Category[];
  current: Category[];
}

export type CleanColumn = CleanNumerical | CleanCategorical;

/**
 * Without missing values and infinities on either side, as Evidently's `get_one_column_drift` does for a column by
 * itself. (In a dataset it forgets to drop infinities from columns without NaN, and then fails on them.)
 *
 * @throws StatisticsError `EMPTY_SAMPLE`
 */
export function cleanColumn(column: Column): CleanColumn {
  const clean: CleanColumn =
    column.type === 'numerical'
      ? {
          type: 'numerical',
          reference: finiteValues(column.reference),
          current: finiteValues(column.current),
          storage: column.storage ?? 'float',
        }
      : {
          type: 'categorical',
          reference: presentCategories(column.reference),
          current: presentCategories(column.current),
        };
  if (clean.reference.length === 0) throw new StatisticsError('EMPTY_SAMPLE', 'the reference has no values');
  if (clean.current.length === 0)
    throw new StatisticsError('EMPTY_SAMPLE', 'the current sample has no values');
  return clean;
}

function presentCategories(values: ArrayLike<Category | null | undefined>): Category[] {
  return Array.from(values).filter(
    (value) => value !== null && value !== undefined && (typeof value !== 'number' || Number.isFinite(value)),
  ) as Category[];
}
