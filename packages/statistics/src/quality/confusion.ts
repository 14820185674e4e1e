import { requireLabels, requireSameLength } from './labelled.ts';

/** The four outcomes of a yes-or-no prediction. Fractions occur where outcomes are expected, not counted; see `cbpe.ts`. */
export interface Confusion {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
}

/**
 * @param predictions 1 or true for yes.
 * @param labels 1 for yes, 0 for no; a share between counts as that much of a yes.
 */
export function confusionOf(predictions: ArrayLike<number | boolean>, labels: ArrayLike<number>): Confusion {
  requireSameLength(predictions, labels);
  requireLabels(labels);
  let [truePositives, falsePositives, trueNegatives, falseNegatives] = [0, 0, 0, 0];
  for (let row = 0; row < labels.length; row += 1) {
    const yes = labels[row] ?? 0;
    if (predictions[row]) {
      truePositives += yes;
      falsePositives += 1 - yes;
    } else {
      falseNegatives += yes;
      trueNegatives += 1 - yes;
    }
  }
  return { truePositives, falsePositives, trueNegatives, falseNegatives };
}

/** Predicts yes from `threshold` on. */
export function confusionAt(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  threshold: number,
): Confusion {
  return confusionOf(
    Array.from(scores, (score) => score >= threshold),
    labels,
  );
}

/** Share of right predictions; NaN without rows. */
export function accuracy({
  truePositives,
  falsePositives,
  trueNegatives,
  falseNegatives,
}: Confusion): number {
  return (truePositives + trueNegatives) / (truePositives + falsePositives + trueNegatives + falseNegatives);
}

/** Share of the predicted yes that are one; NaN where none was predicted. */
export function precision({ truePositives, falsePositives }: Confusion): number {
  return truePositives / (truePositives + falsePositives);
}

/** Share of the yes that were predicted; NaN where there is none. */
export function recall({ truePositives, falseNegatives }: Confusion): number {
  return truePositives / (truePositives + falseNegatives);
}

/** Harmonic mean of precision and recall; NaN where there is no yes, predicted or real. */
export function f1({ truePositives, falsePositives, falseNegatives }: Confusion): number {
  return (2 * truePositives) / (2 * truePositives + falsePositives + falseNegatives);
}
