import type { DatasetComparison } from '@lab/drift-report';
import { type Column, type ColumnDrift, DRIFT_METHODS, datasetDrift } from '@lab/statistics/evidently';
import { factsOf } from './column-facts.ts';
import type { DriftSettings } from './drift-options.ts';
import type { PairedColumn, PairedColumns } from './paired-columns.ts';
import { labelsOf, type NumberColumn } from './read/table.ts';

interface EvidentlyResult {
  readonly state: 'ok' | 'drift' | 'insufficient_data';
  readonly columns: DatasetComparison[];
  readonly notCompared: PairedColumns['notCompared'];
}

/** Evidently's `DataDriftPreset`: its tests, its thresholds, and drift of the whole from a share of the columns on. */
export function compareEvidently(
  columns: readonly PairedColumn[],
  { driftShare }: DriftSettings,
): EvidentlyResult {
  const all = columns.map((column) => ({ column, facts: factsOf(column) }));
  const [usable, empty] = [
    all.filter(({ facts }) => facts.reference_samples > 0 && facts.current_samples > 0),
    all.filter(({ facts }) => facts.reference_samples === 0 || facts.current_samples === 0),
  ];
  const notCompared = empty.map(({ column, facts }) => ({
    name: column.name,
    reason: `no values in ${facts.reference_samples === 0 ? 'the reference' : 'current'}`,
  }));
  if (usable.length === 0) return { state: 'insufficient_data', columns: [], notCompared };
  const verdict = datasetDrift(
    Object.fromEntries(usable.map(({ column }) => [column.name, evidentlyColumn(column)])),
    { driftShare },
  );
  return {
    state: verdict.drifted ? 'drift' : 'ok',
    columns: usable.map(({ facts }) => comparisonOf(facts, verdict.columns.get(facts.name) as ColumnDrift)),
    notCompared,
  };
}

function evidentlyColumn({ type, reference, current }: PairedColumn): Column {
  if (type === 'numeric' && reference.kind === 'numbers' && current.kind === 'numbers') {
    const whole = reference.storage === 'integer' && current.storage === 'integer';
    return {
      type: 'numerical',
      reference: reference.values,
      current: current.values,
      storage: whole ? 'integer' : 'float',
    };
  }
  return { type: 'categorical', reference: categories(reference), current: categories(current) };
}

function categories(column: PairedColumn['reference']): (string | null)[] | NumberColumn['values'] {
  return column.kind === 'labels' ? labelsOf(column) : column.values;
}

/** A score that does not exist is no drift for Evidently; JSON has no word for it, so it is left out. */
function comparisonOf(facts: ReturnType<typeof factsOf>, drift: ColumnDrift): DatasetComparison {
  const { method, score, threshold, drifted } = drift;
  const base = {
    ...facts,
    compared: 'values' as const,
    method,
    state: drifted ? ('drift' as const) : ('ok' as const),
  };
  if (DRIFT_METHODS[method].score === 'p-value') {
    return { ...base, p_value_threshold: threshold, ...(Number.isNaN(score) ? {} : { p_value: score }) };
  }
  return { ...base, threshold, ...(Number.isFinite(score) ? { statistic: score } : {}) };
}
