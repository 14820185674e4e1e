import type { Category } from '../samples/categories.ts';
import type { Storage } from '../samples/histogram.ts';

/** A column of numbers on both sides. Infinities are missing values here, as they are for Evidently. */
export interface NumericalColumn {
  type: 'numerical';
  reference: ArrayLike<number | null | undefined>;
  current: ArrayLike<number | null | undefined>;
  /** How pandas would store the values; 'float' unless told. Whole numbers get bins at least 1 wide. */
  storage?: Storage;
}

export interface CategoricalColumn {
  type: 'categorical';
  reference: ArrayLike<Category | null | undefined>;
  current: ArrayLike<Category | null | undefined>;
}

export type Column = NumericalColumn | CategoricalColumn;

/** Text and columns of nothing but missing values have a type and no test here. */
export type ColumnType = Column['type'] | 'text' | 'unknown';

/** Whole numbers with at most so many different values are categories. */
const INTEGER_CATEGORIES = 10;

/** Strings of which more than this share are different are text. */
const TEXT_SHARE = 0.5;

/** The type that Evidently infers for a column from its values (`infer_column_type`). */
export function inferColumnType(
  values: ArrayLike<Category | null | undefined>,
  storage: Storage = 'float',
): ColumnType {
  const present = Array.from(values).filter(
    (value) => value !== null && value !== undefined && !Number.isNaN(value),
  );
  const distinct = new Set(present).size;
  switch (typeof present[0]) {
    case 'number':
      return storage === 'integer' && distinct <= INTEGER_CATEGORIES ? 'categorical' : 'numerical';
    case 'boolean':
      return 'categorical';
    case 'string':
      return distinct > TEXT_SHARE * present.length ? 'text' : 'categorical';
    default:
      return 'unknown';
  }
}
