import { basename } from 'node:path';
import type { DatasetComparison, DatasetReport } from '@lab/drift-report';
import { compareCalibrated } from './compare-calibrated.ts';
import { compareEvidently } from './compare-evidently.ts';
import type { DriftSettings } from './drift-options.ts';
import { pairColumns } from './paired-columns.ts';
import type { Table } from './read/table.ts';

/**
 * Holds a current data set against a reference.
 * @throws LabError with exit code 2 where they cannot be held against each other
 */
export function compareTables(
  reference: Table,
  current: Table,
  settings: DriftSettings,
  now: Date,
): DatasetReport {
  const { paired, notCompared } = pairColumns(reference, current, settings);
  const base = {
    title: `Drift of ${basename(current.file)} against ${basename(reference.file)}`,
    created_at: now.toISOString(),
    mode: settings.mode,
    reference: { description: reference.file, rows: reference.rows },
    current: { description: current.file, rows: current.rows },
  };
  if (settings.mode === 'calibrated') {
    const { state, columns } = compareCalibrated(paired, settings);
    return {
      ...base,
      state,
      alpha: settings.alpha,
      smallest_distance: settings.smallestDistance,
      drifted_columns: driftedColumns(columns),
      columns,
      not_compared: notCompared,
    };
  }
  const result = compareEvidently(paired, settings);
  return {
    ...base,
    state: result.state,
    drift_share: settings.driftShare,
    drifted_columns: driftedColumns(result.columns),
    columns: result.columns,
    not_compared: [...notCompared, ...result.notCompared],
  };
}

function driftedColumns(columns: readonly DatasetComparison[]): number {
  return new Set(columns.filter(({ state }) => state === 'drift').map(({ name }) => name)).size;
}
