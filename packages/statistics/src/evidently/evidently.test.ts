import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type ExpectedNumber, expectNumber } from '../../test/expected-numbers.ts';
import { drawSample, type Recipe } from '../../test/sample-recipes.ts';
import type { Storage } from '../samples/histogram.ts';
import { type Column, columnDrift, type DriftMethodName, datasetDrift, inferColumnType } from './index.ts';

interface ExpectedColumn {
  type: Column['type'];
  storage: Storage;
  reference: Recipe;
  current: Recipe;
  method: DriftMethodName;
  score: ExpectedNumber;
  threshold: number;
  byName: Partial<Record<DriftMethodName, [score: ExpectedNumber, threshold: number]>>;
}

interface ExpectedDataset {
  columns: Record<string, ExpectedColumn>;
  drifted: number;
  share: number;
}

const datasets = JSON.parse(
  readFileSync(new URL('../../test/expectations/evidently-drift.json', import.meta.url), 'utf8'),
) as ExpectedDataset[];

const TOLERANCE = 1e-9;
const FLOOR = 1e-12;

/** Where Evidently itself has fewer digits. */
const COARSER: Partial<Record<DriftMethodName, { tolerance?: number; floor?: number }>> = {
  // The root of 1 - Σ √(pq), which ends at a rounding of 1.
  hellinger: { floor: 1e-7 },
  // Its own copy of scipy's exact table counts in single precision.
  cramer_von_mises: { tolerance: 1e-7 },
  // Means far from zero are rounded before they are subtracted.
  t_test: { tolerance: 1e-7 },
};

function expectScore(method: DriftMethodName, actual: number, expected: ExpectedNumber): void {
  const { tolerance = TOLERANCE, floor = FLOOR } = COARSER[method] ?? {};
  expectNumber(actual, expected, tolerance, floor);
}

describe.each(
  datasets.map((dataset) => {
    const { reference, current } = Object.values(dataset.columns)[0] as ExpectedColumn;
    return { ...dataset, sizes: `${reference.size} against ${current.size} rows` };
  }),
)('a dataset of $sizes', ({ columns, drifted, share }) => {
  it.each(Object.entries(columns))(
    "column '%s' - when its drift is judged - then Evidently has the same method, score and threshold",
    (_, expected) => {
      const column = columnOf(expected);
      const drift = columnDrift(column);
      expect(drift.method).toBe(expected.method);
      expect(drift.threshold).toBe(expected.threshold);
      expectScore(drift.method, drift.score, expected.score);
      for (const [name, [score, threshold]] of Object.entries(expected.byName)) {
        const method = name as DriftMethodName;
        const named = columnDrift(column, { method });
        expect(named.threshold).toBe(threshold);
        expectScore(method, named.score, score);
      }
    },
  );

  it('the dataset - when its columns are counted - then Evidently has the same verdict', () => {
    const verdict = datasetDrift(
      Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, columnOf(column)])),
    );
    expect(verdict.driftedColumns).toBe(drifted);
    expectNumber(verdict.driftedShare, share);
    expect(verdict.drifted).toBe(share >= 0.5);
  });
});

describe('columnDrift', () => {
  it('a side - when nothing but missing values is left - then the error is coded', () => {
    const empty: Column = { type: 'numerical', reference: [1, 2], current: [Number.NaN, Infinity, null] };
    expect(() => columnDrift(empty)).toThrowError(expect.objectContaining({ code: 'EMPTY_SAMPLE' }));
  });

  it('a method of numbers - when it is asked for categories - then the error is coded', () => {
    const column: Column = { type: 'categorical', reference: ['a'], current: ['b'] };
    expect(() => columnDrift(column, { method: 'ks' })).toThrowError(
      expect.objectContaining({ code: 'INVALID_OPTION' }),
    );
  });

  it('the threshold - when a caller gives one - then it decides', () => {
    const column: Column = { type: 'categorical', reference: ['a', 'a', 'b'], current: ['b', 'b', 'a'] };
    const { score } = columnDrift(column);
    expect(columnDrift(column, { threshold: score }).drifted).toBe(false);
    expect(columnDrift(column, { threshold: score * 1.001 }).drifted).toBe(true);
  });
});

describe('inferColumnType', () => {
  it.each([
    { values: [1, 2, 2], storage: 'float' as const, type: 'numerical' },
    { values: [1, 2, 2], storage: 'integer' as const, type: 'categorical' },
    { values: Array.from({ length: 11 }, (_, i) => i), storage: 'integer' as const, type: 'numerical' },
    { values: [true, false, null], storage: 'float' as const, type: 'categorical' },
    { values: ['a', 'b', 'a', 'b'], storage: 'float' as const, type: 'categorical' },
    { values: ['a', 'b', 'c', 'b'], storage: 'float' as const, type: 'text' },
    { values: [null, undefined, Number.NaN], storage: 'float' as const, type: 'unknown' },
  ])('values $values - when stored as $storage - then the type is $type', ({ values, storage, type }) => {
    expect(inferColumnType(values, storage)).toBe(type);
  });
});

function columnOf({ type, storage, reference, current }: ExpectedColumn): Column {
  const sides = { reference: drawSample(reference), current: drawSample(current) };
  if (type === 'numerical') {
    return storage === 'float'
      ? { type, ...sides, storage }
      : { type, storage, reference: sides.reference.map(Math.trunc), current: sides.current.map(Math.trunc) };
  }
  const named = (values: Float64Array) => Array.from(values, (value) => `c${Math.trunc(value)}`);
  return { type, reference: named(sides.reference), current: named(sides.current) };
}
