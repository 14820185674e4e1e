import { inferColumnType } from '@lab/statistics/evidently';
import { LabError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { DriftSettings } from './drift-options.ts';
import { isUnnamed } from './read/read-csv.ts';
import { type LabelColumn, labelsOf, type NumberColumn, type Table, type TableColumn } from './read/table.ts';

/** One column of both data sets, as what it is to be compared. */
export interface PairedColumn {
  readonly name: string;
  readonly type: 'numeric' | 'categorical';
  readonly reference: NumberColumn | LabelColumn;
  readonly current: NumberColumn | LabelColumn;
}

export interface PairedColumns {
  readonly paired: PairedColumn[];
  readonly notCompared: { readonly name: string; readonly reason: string }[];
}

/**
 * The columns of the reference with those of the current data set, in the order of the reference.
 *
 * Types are inferred as Evidently does: whole numbers with at most ten different values are categories, strings of which
 * more than half differ are text, which is not compared. Evidently mode infers them from the current data set, as Evidently
 * does; otherwise the reference says what a column is.
 *
 * @throws LabError with exit code 2: UNKNOWN_COLUMN, COLUMNS_MISSING, COLUMN_TYPES_DIFFER, NOTHING_TO_COMPARE
 */
export function pairColumns(reference: Table, current: Table, settings: DriftSettings): PairedColumns {
  checkNames(reference, current, settings);
  const paired: PairedColumn[] = [];
  const notCompared: { name: string; reason: string }[] = [];
  for (const [name, left] of reference.columns) {
    const right = current.columns.get(name) as TableColumn;
    const result = pairOf(name, left, right, { ...settings, currentRows: current.rows });
    if (typeof result === 'string') notCompared.push({ name, reason: result });
    else paired.push(result);
  }
  for (const name of current.columns.keys()) {
    if (!reference.columns.has(name)) notCompared.push({ name, reason: 'the reference does not have it' });
  }
  for (const name of settings.read.ignored) notCompared.push({ name, reason: 'ignored, as asked' });
  if (paired.length > 0) return { paired, notCompared };
  throw usage(
    'NOTHING_TO_COMPARE',
    `no column can be compared: ${notCompared.map(({ name, reason }) => `${name} (${reason})`).join(', ')}`,
    '--column name=numeric or --column name=categorical says what a column is',
  );
}

function checkNames(reference: Table, current: Table, { read }: DriftSettings): void {
  const asked = [...(read.only ?? []), ...read.forced.keys()];
  const unknown = asked.filter(
    (name) => !read.ignored.has(name) && !reference.columns.has(name) && (read.only?.has(name) ?? true),
  );
  if (unknown.length > 0) {
    throw usage(
      'UNKNOWN_COLUMN',
      `${reference.file} has no column ${unknown.join(', ')}`,
      `it has ${[...reference.columns.keys()].join(', ')}`,
    );
  }
  const missing = [...reference.columns.keys()].filter((name) => !current.columns.has(name));
  if (missing.length === 0) return;
  throw usage(
    'COLUMNS_MISSING',
    `${current.file} lacks ${missing.join(', ')}`,
    `leave out what is not meant to be compared: ${missing.map((name) => `--column ${name}=ignore`).join(' ')}`,
  );
}

/** The pair, or why there is none. */
function pairOf(
  name: string,
  reference: TableColumn,
  current: TableColumn,
  { mode, read, currentRows }: DriftSettings & { readonly currentRows: number },
): PairedColumn | string {
  if (mode === 'calibrated' && isUnnamed(name) && read.forced.get(name) === undefined) {
    return 'it has no name, as the row index that pandas writes';
  }
  if (reference.kind === 'other') return `the reference holds ${reference.holds}`;
  const filled =
    current.kind === 'other' && current.holds === 'no values' ? emptyLike(reference, currentRows) : current;
  if (filled.kind === 'other') return `current holds ${filled.holds}`;
  const decisive = mode === 'evidently' && current.kind !== 'other' ? filled : reference;
  const type = read.forced.get(name) ?? typeOf(decisive);
  if (type === 'text') {
    return `text: more than half of its values differ (--column ${name}=categorical compares it)`;
  }
  if (type === 'unknown') return 'no values';
  if (reference.kind !== filled.kind) throw typesDiffer(name, reference);
  return { name, type, reference, current: filled };
}

/** A column of missing values has whatever type the other side has. */
function emptyLike(reference: NumberColumn | LabelColumn, rows: number): NumberColumn | LabelColumn {
  return reference.kind === 'numbers'
    ? { kind: 'numbers', values: new Float64Array(rows).fill(Number.NaN), storage: 'float' }
    : { kind: 'labels', codes: new Int32Array(rows).fill(-1), labels: [], boolean: false };
}

function typeOf(column: NumberColumn | LabelColumn): 'numeric' | 'categorical' | 'text' | 'unknown' {
  if (column.kind === 'labels' && column.boolean) return 'categorical';
  const inferred =
    column.kind === 'numbers'
      ? inferColumnType(column.values, column.storage)
      : inferColumnType(labelsOf(column));
  return inferred === 'numerical' ? 'numeric' : inferred;
}

function typesDiffer(name: string, reference: NumberColumn | LabelColumn): LabError {
  const [left, right] = reference.kind === 'numbers' ? ['numbers', 'labels'] : ['labels', 'numbers'];
  return usage(
    'COLUMN_TYPES_DIFFER',
    `column ${name} holds ${left} in the reference and ${right} in current`,
    `say what it is: --column ${name}=categorical, or --column ${name}=numeric to take labels for missing values`,
  );
}

function usage(code: string, message: string, hint: string): LabError {
  return new LabError(code, message, hint, EXIT.usage);
}
