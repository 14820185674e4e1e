/** Where the mapped score says "act"; what alert rules on `ml_data_drift_score` compare with. */
export const ACT_AT = 0.7;
/** Where it says "watch". */
export const WATCH_AT = 0.5;

export interface ActionLevels {
  /** Raw score from which a feature is watched; at most `threshold`. */
  readonly warningThreshold: number;
  /** Raw score from which a feature has drifted. */
  readonly threshold: number;
}

/**
 * A raw drift score on a scale that is the same for every feature, method and window size: 0 is no difference, 0.5 the
 * warning threshold, 0.7 the drift threshold, 1 is never reached.
 *
 *     0.5 * s / w                        for s < w
 *     0.5 + 0.2 * (s - w) / (t - w)      for w <= s < t
 *     0.7 + 0.3 * (1 - t / s)            for t <= s
 *
 * Continuous and increasing; twice the threshold gives 0.85, four times 0.925.
 */
export function actionScore(score: number, { warningThreshold, threshold }: ActionLevels): number {
  if (score >= threshold) return score === 0 ? ACT_AT : ACT_AT + (1 - ACT_AT) * (1 - threshold / score);
  if (score < warningThreshold) return (WATCH_AT * score) / warningThreshold;
  return WATCH_AT + ((ACT_AT - WATCH_AT) * (score - warningThreshold)) / (threshold - warningThreshold);
}
