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
 * Four rows at a time into four sets of counters, so that no increment waits for the one before it. Where the arithmetic
 * lands well inside a bin the edges need not be asked; rows near an edge go one by one.
 *
 * @param edges ascending, at least two.
 */
export function countIntoBins(values: Float64Array, edges: Float64Array): Float64Array {
  const bins = edges.length - 1;
  const low = edges[0] as number;
  const high = edges[bins] as number;
  const perUnit = high > low ? bins / (high - low) : 0;
  const near = nearAnEdge(edges, perUnit);
  const far = 1 - near;
  const first = new Int32Array(bins);
  const second = new Int32Array(bins);
  const third = new Int32Array(bins);
  const fourth = new Int32Array(bins);
  const whole = near < 0.25 ? values.length - (values.length % 4) : 0;
  for (let index = 0; index < whole; index += 4) {
    // A cast to 32 bits is twice as fast as Math.floor; what it wraps or takes for 0 fails the comparisons below.
    const a = ((values[index] as number) - low) * perUnit;
    const b = ((values[index + 1] as number) - low) * perUnit;
    const c = ((values[index + 2] as number) - low) * perUnit;
    const d = ((values[index + 3] as number) - low) * perUnit;
    const binA = a | 0;
    const binB = b | 0;
    const binC = c | 0;
    const binD = d | 0;
    const partA = a - binA;
    const partB = b - binB;
    const partC = c - binC;
    const partD = d - binD;
    if (
      partA > near &&
      partA < far &&
      partB > near &&
      partB < far &&
      partC > near &&
      partC < far &&
      partD > near &&
      partD < far &&
      binA < bins &&
      binB < bins &&
      binC < bins &&
      binD < bins
    ) {
      first[binA] = (first[binA] as number) + 1;
      second[binB] = (second[binB] as number) + 1;
      third[binC] = (third[binC] as number) + 1;
      fourth[binD] = (fourth[binD] as number) + 1;
    } else {
      for (let row = index; row < index + 4; row += 1) countOne(values[row] as number, edges, perUnit, first);
    }
  }
  for (let row = whole; row < values.length; row += 1) countOne(values[row] as number, edges, perUnit, first);
  return Float64Array.from(
    first,
    (count, bin) => count + (second[bin] as number) + (third[bin] as number) + (fourth[bin] as number),
  );
}

/**
 * How close to a whole number, in bins, a position may be of which the arithmetic alone is not sure: the rounding of
 * position and edges with room to spare, and how far the edges are from equal steps. 1 where nothing is sure.
 */
function nearAnEdge(edges: Float64Array, perUnit: number): number {
  const bins = edges.length - 1;
  const low = edges[0] as number;
  const largest = Math.max(Math.abs(low), Math.abs(edges[bins] as number));
  let near = 64 * Number.EPSILON * (bins + largest * perUnit);
  for (let edge = 0; edge <= bins; edge += 1) {
    near = Math.max(near, 2 * Math.abs(((edges[edge] as number) - low) * perUnit - edge));
  }
  return near < 1 && perUnit < Number.POSITIVE_INFINITY ? near : 1;
}

function countOne(value: number, edges: Float64Array, perUnit: number, counts: Int32Array): void {
  const bins = edges.length - 1;
  const low = edges[0] as number;
  if (!(value >= low && value <= (edges[bins] as number))) return;
  // Right for equal bins up to rounding, which the comparison with the edges mends; a start for others.
  let bin = Math.min(bins - 1, ((value - low) * perUnit) | 0);
  while (bin > 0 && value < (edges[bin] as number)) bin -= 1;
  while (bin < bins - 1 && value >= (edges[bin + 1] as number)) bin += 1;
  counts[bin] = (counts[bin] as number) + 1;
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
