/** How long the truth about a payment takes to become known. */
interface LabelDelay {
  readonly minSeconds: number;
  readonly maxSeconds: number;
}

/**
 * Seconds until the label arrives: log-uniform between the bounds, so that half of the labels are there after
 * sqrt(min · max), and the last ones take long. Chargebacks behave so over days; the bounds compress them.
 *
 * @param draw uniform over [0, 1)
 */
export function labelDelaySeconds({ minSeconds, maxSeconds }: LabelDelay, draw: number): number {
  return minSeconds * (maxSeconds / minSeconds) ** draw;
}
