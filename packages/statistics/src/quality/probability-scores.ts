import { StatisticsError } from '../errors.ts';
import { requireLabels, requireSameLength } from './labelled.ts';

/** Smallest probability that counts as possible, so that one wrong certainty does not make the mean infinite. */
const LEAST_PROBABILITY = Number.EPSILON;

/** Mean of -ln of the probability given to what happened, in nats; scikit-learn's `log_loss`. */
export function logLoss(probabilities: ArrayLike<number>, labels: ArrayLike<number>): number {
  return meanOver(probabilities, labels, (probability, label) => {
    const kept = Math.min(Math.max(probability, LEAST_PROBABILITY), 1 - LEAST_PROBABILITY);
    return -(label * Math.log(kept) + (1 - label) * Math.log1p(-kept));
  });
}

/** Mean squared difference of probability and outcome (Brier, 1950). */
export function brierScore(probabilities: ArrayLike<number>, labels: ArrayLike<number>): number {
  return meanOver(probabilities, labels, (probability, label) => (probability - label) ** 2);
}

/**
 * Mean distance between predicted and observed rate, over bins of equal width (Naeini, Cooper and Hauskrecht, 2015). Bin i
 * holds i/bins <= p < (i+1)/bins, the last also p = 1.
 */
export function expectedCalibrationError(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  bins = 10,
): number {
  if (!(Number.isInteger(bins) && bins > 0))
    throw new StatisticsError('INVALID_OPTION', 'bins must be positive');
  const excess = new Float64Array(bins);
  eachRow(probabilities, labels, (probability, label) => {
    const bin = Math.min(bins - 1, Math.floor(probability * bins));
    excess[bin] = (excess[bin] ?? 0) + probability - label;
  });
  return excess.reduce((sum, difference) => sum + Math.abs(difference), 0) / labels.length;
}

function meanOver(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  of: (probability: number, label: number) => number,
): number {
  let sum = 0;
  eachRow(probabilities, labels, (probability, label) => {
    sum += of(probability, label);
  });
  return sum / labels.length;
}

function eachRow(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  visit: (probability: number, label: number) => void,
): void {
  requireSameLength(probabilities, labels);
  requireLabels(labels);
  for (let row = 0; row < labels.length; row += 1) {
    const probability = probabilities[row] ?? Number.NaN;
    if (!(probability >= 0 && probability <= 1)) {
      throw new StatisticsError('INVALID_OPTION', `${probability} in row ${row} is not a probability`);
    }
    visit(probability, labels[row] ?? 0);
  }
}
