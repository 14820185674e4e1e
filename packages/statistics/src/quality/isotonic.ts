import { byFallingScore } from './labelled.ts';

/** A monotone map from score to probability: straight lines between knots, constant beyond them. Plain data. */
export interface IsotonicCalibration {
  /** Ascending. */
  readonly scores: readonly number[];
  /** Not falling; as many as `scores`. */
  readonly probabilities: readonly number[];
}

/**
 * The non-decreasing map that is closest to the labels in squares, by pooling adjacent violators (Ayer and others, 1955;
 * Zadrozny and Elkan, 2002, for probabilities). Needs some thousand labelled rows; `fitPlatt` needs fewer and assumes a
 * shape.
 */
export function fitIsotonic(scores: ArrayLike<number>, labels: ArrayLike<number>): IsotonicCalibration {
  const pooled: { from: number; to: number; rows: number; positives: number }[] = [];
  for (const { score, rows, positives } of byFallingScore(scores, labels).reverse()) {
    let block = { from: score, to: score, rows, positives };
    for (
      let last = pooled.at(-1);
      last && last.positives / last.rows >= block.positives / block.rows;
      last = pooled.at(-1)
    ) {
      pooled.pop();
      block = {
        from: last.from,
        to: block.to,
        rows: last.rows + block.rows,
        positives: last.positives + block.positives,
      };
    }
    pooled.push(block);
  }
  const knots = pooled.flatMap(({ from, to, rows, positives }) => {
    const probability = positives / rows;
    return from === to
      ? [{ score: from, probability }]
      : [
          { score: from, probability },
          { score: to, probability },
        ];
  });
  return {
    scores: knots.map(({ score }) => score),
    probabilities: knots.map(({ probability }) => probability),
  };
}

export function applyIsotonic({ scores, probabilities }: IsotonicCalibration, score: number): number {
  const above = firstAtLeast(scores, score);
  if (above === scores.length) return probabilities.at(-1) ?? Number.NaN;
  const [right = 0, high = 0] = [scores[above], probabilities[above]];
  if (above === 0) return high;
  const [left = 0, low = 0] = [scores[above - 1], probabilities[above - 1]];
  return low + ((high - low) * (score - left)) / (right - left);
}

/** Position of the first of ascending numbers that is not below `wanted`; their count where all are. */
function firstAtLeast(ascending: readonly number[], wanted: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) >= wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}
