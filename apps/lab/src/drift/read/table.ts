/** A data set in columns: 8 bytes for a number, 4 for a label. */
export interface Table {
  readonly file: string;
  readonly rows: number;
  readonly columns: ReadonlyMap<string, TableColumn>;
}

export type TableColumn = NumberColumn | LabelColumn | OtherColumn;

export interface NumberColumn {
  readonly kind: 'numbers';
  /** NaN where the value is missing, or is none although numbers were asked for. */
  readonly values: Float64Array;
  /** How pandas would store them: whole numbers without a missing one are integers. */
  readonly storage: 'integer' | 'float';
}

export interface LabelColumn {
  readonly kind: 'labels';
  /** Positions in `labels`; -1 where the value is missing. */
  readonly codes: Int32Array;
  readonly labels: readonly string[];
  readonly boolean: boolean;
}

/** A column that cannot be compared, and what it holds instead of numbers and labels. */
interface OtherColumn {
  readonly kind: 'other';
  readonly holds: string;
}

/** What somebody said that a column is. */
export type ForcedType = 'numeric' | 'categorical';

export function missingOf(column: NumberColumn | LabelColumn): number {
  let missing = 0;
  if (column.kind === 'numbers') {
    for (const value of column.values) if (!Number.isFinite(value)) missing += 1;
  } else {
    for (const code of column.codes) if (code < 0) missing += 1;
  }
  return missing;
}

/** The labels row by row, for functions that take values. */
export function labelsOf({ codes, labels }: LabelColumn): (string | null)[] {
  return Array.from(codes, (code) => labels[code] ?? null);
}
