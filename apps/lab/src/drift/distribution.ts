import type { Comparison } from '@lab/drift-report';
import { SortedSample } from '@lab/statistics';
import type { PairedColumn } from './paired-columns.ts';
import { type LabelColumn, labelsOf, type NumberColumn } from './read/table.ts';

type Bins = Comparison['bins'];

const MOST_BINS = 20;
/** Bins lie between these shares of the reference, so that one huge value does not press all others into one bin. */
const LOWEST_SHARE = 0.01;
const HIGHEST_SHARE = 0.99;

/** Shares of the present values of both sides over the same bins, for pictures; the tests do not use them. */
export function distributionOf({ type, reference, current }: PairedColumn): Bins {
  if (type === 'numeric' && reference.kind === 'numbers' && current.kind === 'numbers') {
    return numberBins(finite(reference), finite(current));
  }
  return categoryBins(countsOf(reference), countsOf(current));
}

function numberBins(reference: Float64Array, current: Float64Array): Bins {
  const sorted = SortedSample.from(reference).values;
  const low = sorted[Math.floor(LOWEST_SHARE * (sorted.length - 1))] ?? 0;
  const high = sorted[Math.ceil(HIGHEST_SHARE * (sorted.length - 1))] ?? 0;
  const step = roundStep((high - low) / (MOST_BINS - 4));
  const first = Math.floor(low / step);
  const last = Math.ceil(high / step);
  const few = fewValues(reference, current);
  // Values too close together for their own magnitude have no bins between them.
  if (few !== undefined || !(last > first) || last - first > MOST_BINS) {
    return categoryBins(countValues(reference), countValues(current), true);
  }
  // One bin below the range, one for each step, one above.
  const labels = [
    `below ${edge(first, step)}`,
    ...Array.from(
      { length: last - first },
      (_, index) => `${edge(first + index, step)} to ${edge(first + index + 1, step)}`,
    ),
    `from ${edge(last, step)}`,
  ];
  const indexOf = (value: number) =>
    Math.min(Math.max(Math.floor(value / step) - first + 1, 0), labels.length - 1);
  const shares = (values: Float64Array) => {
    const counts = new Float64Array(labels.length);
    for (const value of values) counts[indexOf(value)] = (counts[indexOf(value)] ?? 0) + 1;
    return counts.map((count) => count / Math.max(1, values.length));
  };
  const [left, right] = [shares(reference), shares(current)];
  return labels
    .map((label, index) => ({ label, reference: left[index] ?? 0, current: right[index] ?? 0 }))
    .filter((bin, index, { length }) => (index > 0 && index < length - 1) || bin.reference + bin.current > 0);
}

/** 1, 2 or 5 times a power of ten, at least as large. */
function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  return ([1, 2, 5].find((factor) => factor * power >= step) ?? 10) * power;
}

function edge(index: number, step: number): string {
  return String(Number((index * step).toPrecision(12)));
}

/** The different values, where there are no more than bins. */
function fewValues(...sides: Float64Array[]): Set<number> | undefined {
  const seen = new Set<number>();
  for (const values of sides) {
    for (const value of values) {
      seen.add(value);
      if (seen.size > MOST_BINS) return undefined;
    }
  }
  return seen;
}

/** One bin for each of the most frequent categories, and one for all others. */
function categoryBins(
  reference: ReadonlyMap<string, number>,
  current: ReadonlyMap<string, number>,
  isOrdered = false,
): Bins {
  const [all, allCurrent] = [totalOf(reference), totalOf(current)];
  const bins = [...new Set([...reference.keys(), ...current.keys()])]
    .map((label) => ({
      label,
      reference: (reference.get(label) ?? 0) / Math.max(1, all),
      current: (current.get(label) ?? 0) / Math.max(1, allCurrent),
    }))
    .sort((a, b) => Math.max(b.reference, b.current) - Math.max(a.reference, a.current));
  const shown = bins.slice(0, bins.length > MOST_BINS ? MOST_BINS - 1 : MOST_BINS);
  if (isOrdered) shown.sort((a, b) => Number(a.label) - Number(b.label));
  const others = bins.slice(shown.length);
  if (others.length === 0) return shown;
  const sum = (side: 'reference' | 'current') =>
    Math.min(
      1,
      others.reduce((total, bin) => total + bin[side], 0),
    );
  return [
    ...shown,
    { label: `${others.length} others`, reference: sum('reference'), current: sum('current') },
  ];
}

/** Rows of each category; a number is the category of its name. */
export function countsOf(column: NumberColumn | LabelColumn): Map<string, number> {
  if (column.kind === 'numbers') return countValues(finite(column));
  const counts = new Map<string, number>();
  for (const label of labelsOf(column)) if (label !== null) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}

function countValues(values: Float64Array): Map<string, number> {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return new Map([...counts].map(([value, count]) => [String(value), count]));
}

export function finite({ values }: NumberColumn): Float64Array {
  return values.filter(Number.isFinite);
}

const totalOf = (counts: ReadonlyMap<string, number>): number =>
  counts.values().reduce((total, count) => total + count, 0);
