import {
  accuracy,
  averagePrecision,
  brierScore,
  type Confusion,
  confusionOf,
  estimateQuality,
  expectedCalibrationError,
  f1,
  type Interval,
  logLoss,
  precision,
  probabilityOf,
  type RecalibrationState,
  recall,
  rocAuc,
  wilsonInterval,
} from '@lab/statistics/quality';
import type { Outcome } from '../adapters/window-store.ts';
import type { LearntCalibration } from './learnt-calibrations.ts';
import { isCalledFraud } from './revenue.ts';

/** Quality of one version over mature predictions. Shares are 0 to 1; NaN where nothing defines them. */
export interface VersionQuality {
  readonly modelVersion: string;
  /** Predictions old enough to have a label. */
  readonly predictions: number;
  readonly labelled: number;
  /** Undefined without a label. */
  readonly realised: RealisedQuality | undefined;
  readonly estimated: EstimatedVersionQuality;
}

/** What is expected without the labels of these predictions (CBPE), of those that came after what was learnt. */
interface EstimatedVersionQuality {
  readonly accuracy: number;
  readonly rocAuc: number;
  /** Predictions that it is the estimate of. */
  readonly predictions: number;
  /** What its probabilities are: scores as they are, or what labels have taught of them. */
  readonly calibration: RecalibrationState;
  /** Labels that taught it. */
  readonly calibrationLabels: number;
}

export interface RealisedQuality {
  readonly confusion: Confusion;
  readonly accuracy: number;
  /** 95 % limits of the accuracy (Wilson). */
  readonly accuracyLimits: Interval;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly rocAuc: number;
  readonly prAuc: number;
  /** Nats. */
  readonly logLoss: number;
  readonly brier: number;
  readonly calibrationError: number;
}

type Scored = Outcome & { readonly score: number; readonly decision: NonNullable<Outcome['decision']> };

/** Quality of each version that scored anything, by version. */
export function qualityByVersion(
  outcomes: readonly Outcome[],
  calibrationOf: (version: string) => LearntCalibration | undefined = () => undefined,
): VersionQuality[] {
  const scored = outcomes.filter((outcome): outcome is Scored => outcome.score !== null);
  return Object.entries(Object.groupBy(scored, ({ modelVersion }) => modelVersion))
    .map(([modelVersion, rows = []]) =>
      qualityOf(modelVersion, rows, calibrationOf(modelVersion) ?? NOTHING_LEARNT),
    )
    .sort((a, b) => Number(a.modelVersion) - Number(b.modelVersion));
}

const NOTHING_LEARNT: LearntCalibration = {
  state: 'too_few_labels',
  labels: 0,
  map: undefined,
  until: Number.NEGATIVE_INFINITY,
};

function qualityOf(
  modelVersion: string,
  rows: readonly Scored[],
  calibration: LearntCalibration,
): VersionQuality {
  const labelled = rows.filter(({ isFraud }) => isFraud !== null);
  return {
    modelVersion,
    predictions: rows.length,
    labelled: labelled.length,
    realised: labelled.length === 0 ? undefined : realisedQuality(labelled),
    estimated: estimatedQuality(rows, calibration),
  };
}

function estimatedQuality(rows: readonly Scored[], calibration: LearntCalibration): EstimatedVersionQuality {
  // Scores that stand for themselves have learnt from no row, and so may speak of all.
  const later =
    calibration.map === undefined ? rows : rows.filter(({ predictedAt }) => predictedAt > calibration.until);
  const facts = {
    predictions: later.length,
    calibration: calibration.state,
    calibrationLabels: calibration.labels,
  };
  if (later.length === 0) return { accuracy: Number.NaN, rocAuc: Number.NaN, ...facts };
  const scores = later.map(({ score }) => score);
  const { accuracy: expected, rocAuc: expectedRocAuc } = estimateQuality(
    scores.map((score) => probabilityOf(calibration, score)),
    later.map(({ decision }) => isCalledFraud(decision)),
    scores,
  );
  return { accuracy: expected, rocAuc: expectedRocAuc, ...facts };
}

function realisedQuality(rows: readonly Scored[]): RealisedQuality {
  const scores = rows.map(({ score }) => score);
  const labels = rows.map(({ isFraud }) => (isFraud ? 1 : 0));
  const confusion = confusionOf(
    rows.map(({ decision }) => isCalledFraud(decision)),
    labels,
  );
  const right = confusion.truePositives + confusion.trueNegatives;
  return {
    confusion,
    accuracy: accuracy(confusion),
    accuracyLimits: wilsonInterval(right, rows.length),
    precision: precision(confusion),
    recall: recall(confusion),
    f1: f1(confusion),
    rocAuc: rocAuc(scores, labels),
    prAuc: averagePrecision(scores, labels),
    logLoss: logLoss(scores, labels),
    brier: brierScore(scores, labels),
    calibrationError: expectedCalibrationError(scores, labels),
  };
}

/**
 * How old a prediction must be for nearly all labels that will come to have come: a quantile of the delays seen last.
 * @param delays seconds, in any order
 * @returns undefined before the first label
 */
export function maturitySeconds(delays: readonly number[], quantile: number): number | undefined {
  if (delays.length === 0) return undefined;
  const ascending = Float64Array.from(delays).sort();
  return Math.max(0, ascending[Math.min(ascending.length - 1, Math.floor(quantile * ascending.length))] ?? 0);
}
