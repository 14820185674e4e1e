import type { Comparison } from '@lab/drift-report';
import { type DriftVerdict, judgeRun } from '@lab/statistics/calibration';
import type { CalibratedColumn, ColumnScore } from './calibrated-column.ts';
import type { Cell } from './column.ts';
import type { Clustering } from './effective-size.ts';

export interface ComparedColumn {
  readonly column: CalibratedColumn;
  readonly values: readonly Cell[];
  readonly clustering: Clustering;
}

/** Compares columns and judges them together: what is one family shares one chance of a false alarm. */
export function compareColumns(
  columns: ReadonlyMap<string, ComparedColumn>,
  alpha: number,
): Map<string, Omit<Comparison, 'bins'>> {
  const scores = new Map(
    [...columns].map(([key, { column, values, clustering }]) => [key, column.score(values, clustering)]),
  );
  if (scores.size === 0) return new Map();
  const verdicts = judgeRun(new Map([...scores].map(([key, { window }]) => [key, window])), { alpha });
  return new Map(
    [...columns].map(([key, { column }]) => [
      key,
      comparison(column, scores.get(key) as ColumnScore, verdicts.get(key) as DriftVerdict),
    ]),
  );
}

function comparison(
  { column, referenceRows }: CalibratedColumn,
  { method, samples, effective }: ColumnScore,
  verdict: DriftVerdict,
): Omit<Comparison, 'bins'> {
  const base = {
    name: column.name,
    method,
    reference_samples: referenceRows,
    current_samples: samples,
    effective_samples: effective,
  };
  if (verdict.state === 'insufficient_data') {
    const needed = verdict.needed;
    return { ...base, state: verdict.state, ...(Number.isFinite(needed) ? { needed_samples: needed } : {}) };
  }
  return {
    ...base,
    state: verdict.state,
    score: verdict.actionScore,
    statistic: verdict.score,
    threshold: verdict.threshold,
    warning_threshold: verdict.warningThreshold,
    p_value: verdict.pValue,
    effect_size: verdict.effectSize,
  };
}
