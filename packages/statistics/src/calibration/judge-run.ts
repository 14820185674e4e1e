import { StatisticsError } from '../errors.ts';
import { correctPValues } from '../multiple-testing/index.ts';
import { actionScore } from './action-score.ts';
import type { DriftVerdict } from './drift-verdict.ts';
import type { ScoredWindow } from './feature-calibration.ts';

export interface RunOptions {
  /** Chance that this run calls any feature drifted while none has; see `alphaPerRun`. */
  readonly alpha: number;
  /** How much likelier a false warning may be than a false alarm; default 10. */
  readonly warningFactor?: number;
  /** Score, in the measure's units, below which a difference is never drift, however significant; default 0. */
  readonly smallestScore?: number;
}

/**
 * Judges all features of one run together.
 *
 * Benjamini and Hochberg's procedure finds how many features, k, are significant; every feature is then held to the same
 * level, max(1, k) * alpha / features, which rejects those k and no other. So each has a threshold that can be drawn
 * beside its score. A feature whose window is too small for any score to be significant at alpha / features is not
 * tested, but still counts among the features, so that thresholds do not move with who has data.
 *
 * @throws StatisticsError INVALID_OPTION for an alpha outside 0..1 or a factor below 1.
 */
export function judgeRun<Name extends string>(
  features: ReadonlyMap<Name, ScoredWindow>,
  { alpha, warningFactor = 10, smallestScore = 0 }: RunOptions,
): Map<Name, DriftVerdict> {
  if (!(alpha > 0 && alpha < 1)) throw new StatisticsError('INVALID_OPTION', 'alpha must be between 0 and 1');
  if (!(warningFactor >= 1)) throw new StatisticsError('INVALID_OPTION', 'warningFactor must be at least 1');
  const strictest = alpha / features.size;
  const tested = new Map(
    [...features].filter(([, { n, calibration }]) => n > 0 && calibration.canReach(n, strictest)),
  );
  const pValues = [...features].map(([name, { calibration, n, score }]) =>
    tested.has(name) ? calibration.at(n).pValue(score) : 1,
  );
  const significant = correctPValues(pValues, 'benjamini-hochberg').filter(
    (pValue) => pValue <= alpha,
  ).length;
  const level = Math.max(1, significant) * strictest;
  return new Map(
    [...features].map(([name, feature]) => [
      name,
      tested.has(name)
        ? judge(feature, { level, warningLevel: Math.min(0.5, level * warningFactor), smallestScore })
        : ({
            state: 'insufficient_data',
            n: feature.n,
            needed: feature.calibration.smallestWindow(strictest),
          } as const),
    ]),
  );
}

function judge(
  { calibration, score, n }: ScoredWindow,
  { level, warningLevel, smallestScore }: { level: number; warningLevel: number; smallestScore: number },
): DriftVerdict {
  const noise = calibration.at(n);
  const threshold = Math.max(noise.threshold(level), smallestScore);
  const warningThreshold = Math.min(threshold, Math.max(noise.threshold(warningLevel), smallestScore / 2));
  const isWatched = score >= warningThreshold;
  return {
    state: score >= threshold ? 'drift' : isWatched ? 'warning' : 'ok',
    score,
    threshold,
    warningThreshold,
    actionScore: actionScore(score, { warningThreshold, threshold }),
    pValue: noise.pValue(score),
    effectSize: Math.max(0, score - noise.median),
    n,
  };
}
