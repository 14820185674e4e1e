import { StatisticsError } from '../errors.ts';

/** How numpy would store the values: its Sturges rule never makes bins of integers narrower than 1. */
export type Storage = 'float' | 'integer';

/**
 * Edges of equal bins over the values of all samples by Sturges' rule, as numpy's
 * `histogram_bin_edges(concatenate(samples), 'sturges')`: bins are (max - min) / (log2(N) + 1) wide before rounding
 * their number up. Where all values are equal, one bin of width 1 around them.
 *
 * @throws StatisticsError `EMPTY_SAMPLE`, `MISSING_VALUE`, `INFINITE_VALUE`
 */
export function sturgesEdges(samples: readonly Float64Array[], storage: Storage = 'float'): Float64Array {
  let size = 0;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const sample of samples) {
    const range = rangeOf(sample);
    size += sample.length;
    low = Math.min(low, range.low);
    high = Math.max(high, range.high);
  }
  if (size === 0) throw new StatisticsError('EMPTY_SAMPLE', 'a histogram needs at least one value');
  if (low === high) return equalEdges(low - 0.5, high + 0.5, 1);
  // Two divisions, as numpy: with one, rounding gives another count where log2(N) + 1 is whole.
  const width = (high - low) / (Math.log2(size) + 1);
  const bins = Math.ceil((high - low) / (storage === 'integer' ? Math.max(1, width) : width));
  return equalEdges(low, high, Number.isFinite(bins) && bins > 0 ? bins : 1);
}

function rangeOf(sample: Float64Array): { low: number; high: number } {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  // Zero for finite values; NaN, which no comparison notices, and the infinities turn it into NaN for good.
  let poison = 0;
  for (let index = 0; index < sample.length; index += 1) {
    const value = sample[index] as number;
    if (value < low) low = value;
    if (value > high) high = value;
    poison += value - value;
  }
  if (poison === 0) return { low, high };
  throw sample.some(Number.isNaN)
    ? new StatisticsError('MISSING_VALUE', 'a histogram takes no NaN')
    : new StatisticsError('INFINITE_VALUE', 'a histogram takes no infinities');
}

/** numpy's `linspace(low, high, bins + 1)`. */
function equalEdges(low: number, high: number, bins: number): Float64Array {
  const step = (high - low) / bins;
  const edges = Float64Array.from({ length: bins + 1 }, (_, edge) => edge * step + low);
  edges[bins] = high;
  return edges;
}

/**
 * Counts per bin as numpy's `histogram(values, edges)`: bins hold their lower edge and not the upper one, but for the
 * last, which holds both. Values outside, and NaN, are not counted.
 *
 * @param edges ascending, at least two.
 */
export function countIntoBins(values: Float64Array, edges: Float64Array): Float64Array {
  const bins = edges.length - 1;
  // Two counters per bin, for even and odd rows: an increment need not wait for the one before it.
  const counts = new Int32Array(2 * bins);
  const low = edges[0] as number;
  const high = edges[bins] as number;
  // Right for equal bins up to rounding, which the comparison with the edges mends; a start for others.
  const perUnit = high > low ? bins / (high - low) : 0;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] as number;
    if (!(value >= low && value <= high)) continue;
    // A cast to 32 bits is twice as fast as Math.floor, and there are not 2^31 bins.
    let bin = ((value - low) * perUnit) | 0;
    if (bin >= bins) bin = bins - 1;
    while (bin > 0 && value < (edges[bin] as number)) bin -= 1;
    while (bin < bins - 1 && value >= (edges[bin + 1] as number)) bin += 1;
    const slot = 2 * bin + (index & 1);
    counts[slot] = (counts[slot] as number) + 1;
  }
  return Float64Array.from(
    { length: bins },
    (_, bin) => (counts[2 * bin] as number) + (counts[2 * bin + 1] as number),
  );
}

/** Whether there are more than `limit` distinct values, without counting them all. */
export function hasMoreDistinctThan(limit: number, values: Float64Array): boolean {
  const seen = new Set<number>();
  for (let index = 0; index < values.length; index += 1) {
    seen.add(values[index] as number);
    if (seen.size > limit) return true;
  }
  return false;
}
