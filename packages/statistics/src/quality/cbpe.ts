import { accuracy, type Confusion, confusionOf, f1, precision, recall } from './confusion.ts';
import { rocAuc } from './roc-auc.ts';

export interface EstimatedQuality {
  /** Expected outcomes; fractions. */
  readonly confusion: Confusion;
  readonly accuracy: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly rocAuc: number;
  /** Of the accuracy that the labels will show, about the estimate, if the probabilities are right. */
  readonly accuracyStandardError: number;
}

/**
 * Confidence-based performance estimation (Białek, Kivimäki, Kuberski and Perrakis, 2024; as NannyML 0.13 computes it): a
 * row whose calibrated probability is p is a yes with chance p, so the outcomes that labels would count can be expected
 * before there are labels.
 *
 * Right only while the calibration holds: it follows a drift of the inputs, and is blind to a change of what the inputs
 * mean. Compare it with the realised quality when the labels are in.
 *
 * @param probabilities calibrated, for example by `fitIsotonic`.
 * @param predictions what the model answered, 1 or true for yes.
 * @param scores what the model ranks by; the probabilities unless given.
 */
export function estimateQuality(
  probabilities: ArrayLike<number>,
  predictions: ArrayLike<number | boolean>,
  scores: ArrayLike<number> = probabilities,
): EstimatedQuality {
  const confusion = confusionOf(predictions, probabilities);
  let variance = 0;
  for (let row = 0; row < probabilities.length; row += 1) {
    const probability = probabilities[row] ?? 0;
    variance += probability * (1 - probability);
  }
  return {
    confusion,
    accuracy: accuracy(confusion),
    precision: precision(confusion),
    recall: recall(confusion),
    f1: f1(confusion),
    rocAuc: rocAuc(scores, probabilities),
    accuracyStandardError: Math.sqrt(variance) / probabilities.length,
  };
}
