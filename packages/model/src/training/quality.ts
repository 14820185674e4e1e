import type { ModelManifest, ModelQuality } from '../repository/index.ts';
import type { Dataset, LabelledRows } from './dataset.ts';
import { areaUnderRoc, brierScore, confusionAt, logLoss, scoreQuantile } from './metrics.ts';

/** What the review team can look at. */
const REVIEWED_SHARE = 0.05;
const DECLINED_SHARE = 0.01;
const DIGITS = 6;

/** Thresholds at which the wanted shares of the validation rows are reviewed (or declined) and declined. */
export function chooseThresholds(validationScores: Float64Array): ModelManifest['thresholds'] {
  return {
    review: round(scoreQuantile(validationScores, 1 - REVIEWED_SHARE), 4),
    decline: round(scoreQuantile(validationScores, 1 - DECLINED_SHARE), 4),
  };
}

/** @param heldOut with its `probabilities` where they are known: the best possible is measured beside the model then */
export function measureQuality(
  heldOut: LabelledRows & Partial<Dataset>,
  scores: Float64Array,
  declineFrom: number,
): ModelQuality {
  const { labels, probabilities, rows } = heldOut;
  const bestPossible = (measure: (scores: Float64Array, labels: Uint8Array) => number) =>
    probabilities && round(measure(probabilities, labels));
  const best = {
    auc: bestPossible(areaUnderRoc),
    logLoss: bestPossible(logLoss),
    brier: bestPossible(brierScore),
  };
  const { truePositives, falsePositives, trueNegatives, falseNegatives } = confusionAt(
    scores,
    labels,
    declineFrom,
  );
  const frauds = truePositives + falseNegatives;
  return {
    rows,
    fraud_share: round(frauds / rows),
    auc: round(areaUnderRoc(scores, labels)),
    ...(best.auc === undefined ? {} : { best_possible_auc: best.auc }),
    log_loss: round(logLoss(scores, labels)),
    ...(best.logLoss === undefined ? {} : { best_possible_log_loss: best.logLoss }),
    brier: round(brierScore(scores, labels)),
    ...(best.brier === undefined ? {} : { best_possible_brier: best.brier }),
    accuracy: round((truePositives + trueNegatives) / rows),
    precision: round(truePositives / (truePositives + falsePositives)),
    recall: round(truePositives / frauds),
    false_positive_rate: round(falsePositives / (falsePositives + trueNegatives)),
  };
}

function round(value: number, digits = DIGITS): number {
  return Number(value.toFixed(digits));
}
