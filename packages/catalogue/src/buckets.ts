/**
 * Histogram bounds. Every set contains the thresholds that SLOs and alerts ask about, because a quantile or a
 * share below a threshold is exact only where the threshold is a bound.
 */

/** Seconds of a whole request: the seeds' .01 .05 .1 .5 1 5, and steps between them (SLO: p95 0.5 s, p99 1 s). */
export const REQUEST_SECONDS = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 10,
] as const;

/** Seconds in ONNX Runtime: the seeds' .01 .05 .1 .5 1 2 5, and the microseconds where small models live. */
export const INFERENCE_SECONDS = [
  0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2,
  5,
] as const;

/** Seconds of waiting in a queue that should be empty. */
export const QUEUE_SECONDS = [
  0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1,
] as const;

/** Rows in a batch. */
export const BATCH_ROWS = [1, 2, 4, 8, 16, 32, 64, 128, 256] as const;

/** Probabilities and other shares. */
export const SHARE = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1] as const;

/** Seconds of a load or start-up. */
export const LOAD_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] as const;
