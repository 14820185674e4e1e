/** When each request of a constant rate is due, in milliseconds from the start. */
export function dueTimes(ratePerSecond: number, seconds: number): Float64Array {
  return Float64Array.from(
    { length: Math.round(ratePerSecond * seconds) },
    (_, index) => (index * 1000) / ratePerSecond,
  );
}

/**
 * The nearest-rank percentile: the smallest sample that at least `share` of all samples do not exceed.
 * @param sorted ascending, not empty
 * @param share above 0, at most 1
 */
export function percentile(sorted: Float64Array, share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
