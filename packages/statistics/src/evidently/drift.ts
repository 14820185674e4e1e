import { StatisticsError } from '../errors.ts';
import { defaultMethodOfClean } from './choose-method.ts';
import { cleanColumn } from './clean.ts';
import type { Column } from './column.ts';
import { DRIFT_METHODS, type DriftMethodName } from './methods.ts';

export interface ColumnDriftOptions {
  /** Evidently's default for the column unless told. */
  method?: DriftMethodName;
  /** The method's default unless told. */
  threshold?: number;
}

export interface ColumnDrift {
  method: DriftMethodName;
  /** A p value or a distance: see the method. NaN where the method has none, which is no drift. */
  score: number;
  threshold: number;
  drifted: boolean;
}

/**
 * Whether a column has drifted, as Evidently decides it (`ValueDrift`).
 *
 * @throws StatisticsError `EMPTY_SAMPLE`; `INVALID_OPTION` for a method that cannot take the column; and what the
 * method's own test throws, such as `CONSTANT_SAMPLE`.
 */
export function columnDrift(column: Column, options: ColumnDriftOptions = {}): ColumnDrift {
  const clean = cleanColumn(column);
  const method = options.method ?? defaultMethodOfClean(clean);
  const { defaultThreshold, drifted, measure } = DRIFT_METHODS[method];
  const threshold = options.threshold ?? defaultThreshold;
  const score = measure(clean);
  return { method, score, threshold, drifted: drifted(score, threshold) };
}

/** Evidently's default: half of the columns. */
const DEFAULT_DRIFT_SHARE = 0.5;

export interface DatasetDriftOptions {
  /** The share of drifted columns from which on the dataset has drifted, 0 to 1. */
  driftShare?: number;
  columns?: Readonly<Record<string, ColumnDriftOptions>>;
}

export interface DatasetDrift {
  columns: Map<string, ColumnDrift>;
  driftedColumns: number;
  driftedShare: number;
  drifted: boolean;
}

/**
 * Whether a dataset has drifted, as Evidently's `DataDriftPreset` decides it: at least `driftShare` of its columns
 * have. Evidently corrects for the number of columns nowhere; `correctPValues` does.
 *
 * @throws StatisticsError `EMPTY_SAMPLE` for no columns; and what {@link columnDrift} throws.
 */
export function datasetDrift(
  columns: Readonly<Record<string, Column>>,
  { driftShare = DEFAULT_DRIFT_SHARE, columns: perColumn = {} }: DatasetDriftOptions = {},
): DatasetDrift {
  const results = new Map(
    Object.entries(columns).map(([name, column]) => [name, columnDrift(column, perColumn[name])]),
  );
  if (results.size === 0) throw new StatisticsError('EMPTY_SAMPLE', 'a dataset needs a column');
  const driftedColumns = [...results.values()].filter((result) => result.drifted).length;
  const driftedShare = driftedColumns / results.size;
  return { columns: results, driftedColumns, driftedShare, drifted: driftedShare >= driftShare };
}
