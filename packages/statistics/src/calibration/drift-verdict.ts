/** What is said of one feature in one run. */
export type DriftVerdict = MeasuredDrift | InsufficientData;

export interface MeasuredDrift {
  readonly state: 'ok' | 'warning' | 'drift';
  /** Distance between reference and window, in the units of the feature's measure. */
  readonly score: number;
  /** Score from which the feature has drifted, at this window size and in this run. */
  readonly threshold: number;
  /** Score from which the feature is watched. */
  readonly warningThreshold: number;
  /** The score mapped to 0..1, 0.7 being the threshold; see `actionScore`. */
  readonly actionScore: number;
  /** Chance of such a score while nothing drifts, not corrected for the other features. */
  readonly pValue: number;
  /** What is left of the score without what noise alone gives half of the time; comparable between window sizes. */
  readonly effectSize: number;
  /** Usable values in the window. */
  readonly n: number;
}

export interface InsufficientData {
  readonly state: 'insufficient_data';
  readonly n: number;
  /** Smallest window in which a drift could be called at this rate of false alarms; Infinity if none is. */
  readonly needed: number;
}
