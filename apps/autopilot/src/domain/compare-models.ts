import { Xoshiro128 } from '@lab/model/random';
import { normalQuantile } from '@lab/statistics/quality';

export interface ModelComparison {
  /** Champion's log loss less the candidate's, in nats per row: positive where the candidate is better. */
  readonly logLossGain: number;
  /** One-sided lower limit of it. */
  readonly logLossGainAtLeast: number;
  /** Candidate's area under the ROC curve less the champion's. */
  readonly aucGain: number;
  /** One-sided lower limit of it. */
  readonly aucGainAtLeast: number;
  readonly rows: number;
  readonly candidateIsBetter: boolean;
}

interface ComparisonOptions {
  /** Of both limits; 1 less this is the chance that a candidate that is no better passes. */
  readonly confidence: number;
  readonly seed?: number;
}

const RESAMPLES = 1000;
/** What may be lost in ranking for probabilities that are right again. */
const AUC_MARGIN = 0.01;
const LEAST_PROBABILITY = 1e-6;

/**
 * Whether a candidate beats the champion on the same rows, which neither has seen.
 *
 * The log loss must be better beyond chance: a bootstrap over rows (Efron, 1979) of the paired differences. And the ranking
 * must not be worse by more than a margin; what chance leaves of it is told as the limit of the paired difference in AUC
 * (DeLong, DeLong and Clarke-Pearson, 1988).
 *
 * @param labels 1 for fraud; with fewer than two rows of either label nothing is better.
 */
export function compareModels(
  labels: Uint8Array,
  champion: Float64Array,
  candidate: Float64Array,
  { confidence, seed = 1 }: ComparisonOptions,
): ModelComparison {
  const rows = labels.length;
  const gains = Float64Array.from(
    labels,
    (label, row) => lossOf(champion[row] ?? 0, label) - lossOf(candidate[row] ?? 0, label),
  );
  const logLossGain = mean(gains);
  const logLossGainAtLeast = bootstrapLowerLimit(gains, confidence, seed);
  const auc = pairedAucDifference(labels, champion, candidate);
  const aucGainAtLeast = auc.difference - normalQuantile(confidence) * auc.standardError;
  return {
    rows,
    logLossGain,
    logLossGainAtLeast,
    aucGain: auc.difference,
    aucGainAtLeast,
    // Comparisons with NaN are false: what cannot be measured is not better.
    candidateIsBetter: logLossGainAtLeast > 0 && auc.difference > -AUC_MARGIN,
  };
}

const lossOf = (score: number, label: number): number =>
  -Math.log(Math.max(label === 1 ? score : 1 - score, LEAST_PROBABILITY));

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function bootstrapLowerLimit(values: Float64Array, confidence: number, seed: number): number {
  if (values.length === 0) return Number.NaN;
  const random = Xoshiro128.seeded(seed);
  const means = Float64Array.from({ length: RESAMPLES }, () => {
    let sum = 0;
    for (let draw = 0; draw < values.length; draw += 1)
      sum += values[random.integerBelow(values.length)] ?? 0;
    return sum / values.length;
  }).sort();
  return means[Math.floor((1 - confidence) * RESAMPLES)] ?? Number.NaN;
}

function pairedAucDifference(labels: Uint8Array, champion: Float64Array, candidate: Float64Array) {
  const ofChampion = placements(labels, champion);
  const ofCandidate = placements(labels, candidate);
  const sums = [0, 0];
  const squares = [0, 0];
  const counts = [0, 0];
  for (const [row, label] of labels.entries()) {
    const difference = (ofCandidate[row] ?? 0) - (ofChampion[row] ?? 0);
    sums[label] = (sums[label] ?? 0) + difference;
    squares[label] = (squares[label] ?? 0) + difference ** 2;
    counts[label] = (counts[label] ?? 0) + 1;
  }
  const varianceOf = (label: number): number => {
    const n = counts[label] ?? 0;
    if (n < 2) return Number.NaN;
    const centred = (squares[label] ?? 0) - (sums[label] ?? 0) ** 2 / n;
    return Math.max(0, centred) / (n - 1) / n;
  };
  return {
    difference: (sums[1] ?? 0) / (counts[1] ?? 0),
    standardError: Math.sqrt(varianceOf(0) + varianceOf(1)),
  };
}

/** For each row the share of the rows of the other label that it is on the right side of; ties count half. */
function placements(labels: Uint8Array, scores: Float64Array): Float64Array {
  const order = Uint32Array.from(scores, (_, row) => row).sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0));
  const total = [0, 0];
  for (const label of labels) total[label] = (total[label] ?? 0) + 1;
  const below = [0, 0];
  const found = new Float64Array(labels.length);
  for (let start = 0; start < order.length; ) {
    const score = scores[order[start] ?? 0];
    let end = start;
    const tied = [0, 0];
    while (end < order.length && scores[order[end] ?? 0] === score) {
      const label = labels[order[end] ?? 0] ?? 0;
      tied[label] = (tied[label] ?? 0) + 1;
      end += 1;
    }
    for (const row of order.subarray(start, end)) {
      const isFraud = labels[row] === 1;
      const other = isFraud ? 0 : 1;
      const lower = ((below[other] ?? 0) + (tied[other] ?? 0) / 2) / (total[other] ?? 0);
      found[row] = isFraud ? lower : 1 - lower;
    }
    for (const label of [0, 1]) below[label] = (below[label] ?? 0) + (tied[label] ?? 0);
    start = end;
  }
  return found;
}
