import { styleText } from 'node:util';
import {
  type DatasetComparison,
  type DatasetReport,
  formatChance,
  formatNumber,
  methodName,
} from '@lab/drift-report';
import { table } from '../output.ts';

const HEADER = ['column', 'type', 'method', 'distance', 'threshold', 'p value', 'effect', 'n', 'state'];

const COLOURS = { ok: 'green', warning: 'yellow', drift: 'red', insufficient_data: 'dim' } as const;
const WORDS = { ok: 'ok', warning: 'warning', drift: 'drift', insufficient_data: 'too little data' } as const;

/** Every comparison in a line, worst first. */
export function driftTable({ columns }: DatasetReport): string {
  return table(HEADER, columns.toSorted((a, b) => severity(b) - severity(a)).map(row));
}

function row(column: DatasetComparison): string[] {
  const { name, compared, type, method, state, p_value_threshold } = column;
  return [
    compared === 'missing_share' ? `${name} (missing)` : name,
    type,
    methodName(method),
    maybe(column.statistic, formatNumber),
    p_value_threshold === undefined ? maybe(column.threshold, formatNumber) : `p ≤ ${p_value_threshold}`,
    maybe(column.p_value, formatChance),
    maybe(column.effect_size, formatNumber),
    String(column.current_samples),
    styleText(COLOURS[state], WORDS[state]),
  ];
}

function severity({ state, score = 0 }: DatasetComparison): number {
  return { drift: 3, warning: 2, ok: 1, insufficient_data: 0 }[state] + score / 2;
}

function maybe(value: number | undefined, format: (value: number) => string): string {
  return value === undefined ? '–' : format(value);
}
