/** No setting and no scenario sends more than this, in requests per second. */
export const MAX_RATE = 2000;

/**
 * Factor on the arrival rate: 1 at intensity 0, `maxFactor` at 1, and never so much that the peak of the day would
 * exceed {@link MAX_RATE}.
 *
 * @param peakRate requests per second at the top of the daily shape
 */
export function surgeFactor(intensity: number, maxFactor: number, peakRate: number): number {
  const wanted = 1 + intensity * (maxFactor - 1);
  return Math.max(1, Math.min(wanted, MAX_RATE / peakRate));
}
