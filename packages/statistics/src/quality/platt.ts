import { requireLabels, requireSameLength } from './labelled.ts';

/** probability = 1 / (1 + exp(slope * score + offset)); the slope is negative where a higher score means yes. */
export interface PlattCalibration {
  readonly slope: number;
  readonly offset: number;
}

const MOST_STEPS = 100;

/**
 * Platt's sigmoid (1999), fitted by Newton's method with step halving as Lin, Lin and Weng (2007) correct it. Labels are
 * drawn in by Platt's prior, (positives + 1) / (positives + 2) for a yes, so that separable scores have a solution too.
 *
 * @param labels 0 or 1.
 */
export function fitPlatt(scores: ArrayLike<number>, labels: ArrayLike<number>): PlattCalibration {
  requireSameLength(scores, labels);
  requireLabels(labels);
  let positives = 0;
  for (let row = 0; row < labels.length; row += 1) positives += labels[row] ?? 0;
  const negatives = labels.length - positives;
  const ofYes = (positives + 1) / (positives + 2);
  const ofNo = 1 / (negatives + 2);
  const targets = Float64Array.from(labels, (label) => (label === 1 ? ofYes : ofNo));
  const loss = (slope: number, offset: number) => {
    let sum = 0;
    for (const [row, target] of targets.entries()) {
      const logit = slope * (scores[row] ?? 0) + offset;
      sum +=
        logit >= 0
          ? target * logit + Math.log1p(Math.exp(-logit))
          : (target - 1) * logit + Math.log1p(Math.exp(logit));
    }
    return sum;
  };

  let slope = 0;
  let offset = Math.log((negatives + 1) / (positives + 1));
  let current = loss(slope, offset);
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const { slopeStep, offsetStep, descent } = newtonStep(scores, targets, slope, offset);
    let size = 1;
    let next = loss(slope + slopeStep, offset + offsetStep);
    while (next > current - 1e-4 * size * descent && size > 1e-10) {
      size /= 2;
      next = loss(slope + size * slopeStep, offset + size * offsetStep);
    }
    if (size <= 1e-10 || descent < 1e-14 * targets.length) break;
    slope += size * slopeStep;
    offset += size * offsetStep;
    current = next;
  }
  return { slope, offset };
}

export function applyPlatt({ slope, offset }: PlattCalibration, score: number): number {
  return 1 / (1 + Math.exp(slope * score + offset));
}

/** The Newton direction, and how fast the loss falls along it. */
function newtonStep(scores: ArrayLike<number>, targets: Float64Array, slope: number, offset: number) {
  // The ridge keeps the Hessian invertible where all scores are equal.
  let [h11, h22, h21, g1, g2] = [1e-12, 1e-12, 0, 0, 0];
  for (const [row, target] of targets.entries()) {
    const score = scores[row] ?? 0;
    const probability = applyPlatt({ slope, offset }, score);
    const weight = probability * (1 - probability);
    h11 += score * score * weight;
    h22 += weight;
    h21 += score * weight;
    g1 += score * (target - probability);
    g2 += target - probability;
  }
  const determinant = h11 * h22 - h21 * h21;
  const slopeStep = -(h22 * g1 - h21 * g2) / determinant;
  const offsetStep = -(h11 * g2 - h21 * g1) / determinant;
  return { slopeStep, offsetStep, descent: -(g1 * slopeStep + g2 * offsetStep) };
}
