import type { ScoredWindow } from '../../src/calibration/index.ts';
import { KolmogorovNull } from '../../src/calibration/kolmogorov-null.ts';
import { Sfc32 } from '../../src/random/sfc32.ts';
import { type Effect, evidentlyAlarms, FEATURES, type Feature } from './features.ts';

/** Share of the runs in which one feature alone may be called drifted though it is not. */
export const ALPHA = 0.05;
export const WINDOW_SIZES = [20, 50, 100, 200, 500, 1000, 2000, 5000] as const;
/** Evidently tests for significance up to a reference of 1000 rows, and measures a distance beyond. */
export const REFERENCE_SIZES = [1000, 2000] as const;

/** How many of `runs` runs alarmed. */
export interface Alarms {
  readonly runs: number;
  readonly ours: number;
  readonly evidently: number;
}

export interface Cell {
  readonly feature: Feature;
  readonly referenceSize: number;
  readonly windowSize: number;
  /** Undefined where nothing drifts. */
  readonly effect: Effect | undefined;
}

/** Every run draws its own reference and window, so that runs are independent and their count is binomial. */
export function countAlarms({ feature, referenceSize, windowSize, effect }: Cell, runs: number): Alarms {
  const isUnlikely = criterion({ feature, referenceSize, windowSize, alpha: ALPHA });
  let [ours, evidently] = [0, 0];
  for (let run = 0; run < runs; run += 1) {
    const random = new Sfc32(seedOf(feature, windowSize, run));
    const reference = feature.draw(random, referenceSize, 0);
    const window = feature.draw(random, windowSize, effect?.size ?? 0);
    if (isUnlikely(feature.calibrate(reference, run)(window))) ours += 1;
    if (evidentlyAlarms(feature, reference, window)) evidently += 1;
  }
  return { runs, ours, evidently };
}

/** Alarms of ours alone at a level so small that it lies beyond the draws of the null distribution. */
export function countRareAlarms(
  { feature, referenceSize, windowSize }: Omit<Cell, 'effect'>,
  alpha: number,
  runs: number,
): number {
  const isUnlikely = criterion({ feature, referenceSize, windowSize, alpha });
  let alarms = 0;
  for (let run = 0; run < runs; run += 1) {
    const random = new Sfc32(seedOf(feature, windowSize, run));
    const reference = feature.draw(random, referenceSize, 0);
    if (isUnlikely(feature.calibrate(reference, run)(feature.draw(random, windowSize, 0)))) alarms += 1;
  }
  return alarms;
}

/** What `judgeRun` decides for one feature; for continuous ones by one search of the threshold for all runs. */
function criterion({
  feature,
  referenceSize,
  windowSize,
  alpha,
}: Omit<Cell, 'effect'> & { alpha: number }): (scored: ScoredWindow) => boolean {
  if (!feature.isContinuous) return ({ calibration, n, score }) => calibration.at(n).pValue(score) <= alpha;
  const threshold = new KolmogorovNull(referenceSize, windowSize).threshold(alpha);
  return ({ score }) => score >= threshold;
}

/** Of its own for each feature: a rank test would see the same runs again in every feature made from one normal. */
function seedOf(feature: Feature, windowSize: number, run: number): number {
  return (FEATURES.indexOf(feature) * 10_000 + windowSize) * 100_000 + run;
}
