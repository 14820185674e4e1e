// Quality of probabilities against labels. All functions take one score and one label (1 = fraud) for each row.

/** Sums of the four outcomes of "score >= threshold means fraud". */
export interface Confusion {
  truePositives: number;
  falsePositives: number;
  trueNegatives: number;
  falseNegatives: number;
}

/** One group of rows with neighbouring scores. */
export interface CalibrationBin {
  rows: number;
  meanScore: number;
  fraudShare: number;
}

/** Area under the ROC curve as the Mann-Whitney statistic: P(fraud scores higher) + P(equal) / 2. */
export function areaUnderRoc(scores: Float64Array, labels: Uint8Array): number {
  const order = orderByScore(scores);
  let positives = 0;
  let rankSum = 0;
  for (let start = 0; start < order.length; ) {
    const score = scores[order[start] ?? 0] ?? 0;
    let end = start;
    let positivesOfTie = 0;
    while (end < order.length && scores[order[end] ?? 0] === score) {
      positivesOfTie += labels[order[end] ?? 0] ?? 0;
      end += 1;
    }
    rankSum += (positivesOfTie * (start + 1 + end)) / 2;
    positives += positivesOfTie;
    start = end;
  }
  const negatives = scores.length - positives;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** Mean of -ln of the probability given to what happened, in nats. */
export function logLoss(scores: Float64Array, labels: Uint8Array): number {
  return mean(scores, (score, row) => -Math.log(Math.max(labels[row] === 1 ? score : 1 - score, 1e-15)));
}

/** Mean squared difference of probability and outcome (Brier, 1950). */
export function brierScore(scores: Float64Array, labels: Uint8Array): number {
  return mean(scores, (score, row) => (score - (labels[row] ?? 0)) ** 2);
}

export function confusionAt(scores: Float64Array, labels: Uint8Array, threshold: number): Confusion {
  const confusion: Confusion = { truePositives: 0, falsePositives: 0, trueNegatives: 0, falseNegatives: 0 };
  for (const [row, score] of scores.entries()) {
    const isFraud = labels[row] === 1;
    if (score >= threshold) confusion[isFraud ? 'truePositives' : 'falsePositives'] += 1;
    else confusion[isFraud ? 'falseNegatives' : 'trueNegatives'] += 1;
  }
  return confusion;
}

/** Splits the rows, in order of score, into `bins` groups of equal size. */
export function calibration(scores: Float64Array, labels: Uint8Array, bins: number): CalibrationBin[] {
  const order = orderByScore(scores);
  return Array.from({ length: bins }, (_, bin) => {
    const group = order.subarray(
      Math.floor((bin * order.length) / bins),
      Math.floor(((bin + 1) * order.length) / bins),
    );
    let scoreSum = 0;
    let frauds = 0;
    for (const row of group) {
      scoreSum += scores[row] ?? 0;
      frauds += labels[row] ?? 0;
    }
    return { rows: group.length, meanScore: scoreSum / group.length, fraudShare: frauds / group.length };
  });
}

/** Value below which the given share of the scores lies: the nearest rank, without interpolation. */
export function scoreQuantile(scores: Float64Array, share: number): number {
  const sorted = Float64Array.from(scores).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

function orderByScore(scores: Float64Array): Uint32Array {
  const order = Uint32Array.from(scores, (_, row) => row);
  return order.sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0));
}

function mean(scores: Float64Array, of: (score: number, row: number) => number): number {
  let sum = 0;
  for (const [row, score] of scores.entries()) sum += of(score, row);
  return sum / scores.length;
}
