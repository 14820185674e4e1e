import type { CategoricalSummary, FixedHistogram, NumericSummary } from './schema.ts';

const QUANTILES = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99];
const HISTOGRAM_BINS = 20;

/** Significant digits that a float32 is worth. */
const SINGLE_PRECISION_DIGITS = 7;

/** @param values without NaN. */
export function summariseNumbers(name: string, values: ArrayLike<number>): NumericSummary {
  const sorted = Float64Array.from(values).sort();
  const at = (share: number) =>
    roundToSinglePrecision(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);
  let sum = 0;
  for (const value of sorted) sum += value;
  const mean = sum / sorted.length;
  let squares = 0;
  for (const value of sorted) squares += (value - mean) * (value - mean);
  return {
    name,
    kind: 'numeric',
    count: sorted.length,
    nulls: 0,
    min: at(0),
    max: at(1),
    mean: roundToSinglePrecision(mean),
    std: roundToSinglePrecision(Math.sqrt(squares / sorted.length)),
    quantiles: Object.fromEntries(QUANTILES.map((share) => [String(share), at(share)])),
    histogram: histogramOf(sorted, edgesOf(sorted)),
  };
}

export function summariseCategories(
  name: string,
  kind: CategoricalSummary['kind'],
  values: readonly string[],
  categories: readonly string[],
): CategoricalSummary {
  const counts = new Map(categories.map((category) => [category, 0]));
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const shares = [...counts].map(([category, count]) => [
    category,
    roundToSinglePrecision(count / values.length),
  ]);
  return { name, kind, count: values.length, nulls: 0, categories: Object.fromEntries(shares) };
}

/** Rounded to 7 significant digits, so that files show what a float32 knows and no more. */
export function roundToSinglePrecision(value: number): number {
  return Number(value.toPrecision(SINGLE_PRECISION_DIGITS));
}

/** Edges with even shares of the rows between them; fewer where a value fills more than one share. */
function edgesOf(sorted: Float64Array): number[] {
  const largest = sorted.at(-1) ?? 0;
  const edges = new Set<number>();
  for (let bin = 1; bin < HISTOGRAM_BINS; bin += 1) {
    const edge = roundToSinglePrecision(sorted[Math.floor((bin * sorted.length) / HISTOGRAM_BINS)] ?? 0);
    if (edge < largest) edges.add(edge);
  }
  return [...edges];
}

function histogramOf(sorted: Float64Array, edges: number[]): FixedHistogram {
  const counts = new Array<number>(edges.length + 1).fill(0);
  let bin = 0;
  for (const value of sorted) {
    while (value > (edges[bin] ?? Number.POSITIVE_INFINITY)) bin += 1;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { edges, counts };
}
