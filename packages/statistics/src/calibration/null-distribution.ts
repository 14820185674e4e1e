/** How a drift score is distributed while nothing drifts. */
export interface NullDistribution {
  /** Score that noise alone exceeds half of the time. */
  readonly median: number;
  /** Chance of a score at least this large; not increasing in the score. */
  pValue(score: number): number;
  /** Smallest score whose p value is at most `alpha`; Infinity where no score has one so small. */
  threshold(alpha: number): number;
}

/** Largest draws from which the decline of the tail is measured: a standard error of 10 %. */
const TAIL_DRAWS = 100;
/** Largest draws beyond which the empirical p value is replaced by the fitted tail. */
const ANCHOR_DRAWS = 20;

/**
 * A null distribution from draws, with a tail beyond the draws.
 *
 * An operator who accepts one false alarm in a week, with a run every five minutes and a dozen features, asks for p
 * values near 1e-5, which a few thousand draws cannot count. The scores are norms of a difference of two empirical
 * distributions, in the limit norms of a Gaussian process, whose tails fall like exp(-s^2 / 2 sigma^2) (Borell, 1975;
 * Adler and Taylor, 2007, "Random fields and geometry", section 2.1). So the square of the score is given an
 * exponential tail: its mean excess over the 100 largest draws, anchored at the 20th largest.
 */
export class DrawnNull implements NullDistribution {
  readonly #ascending: Float64Array;
  readonly #anchor: number;
  readonly #anchorShare: number;
  /** Mean excess of the squared score; 0 where the largest draws are equal and no tail can be told. */
  readonly #tailScale: number;

  /** @param draws at least 200 scores, in any order. */
  constructor(draws: Float64Array) {
    if (draws.length < 2 * TAIL_DRAWS)
      throw new RangeError(`need ${2 * TAIL_DRAWS} draws, got ${draws.length}`);
    this.#ascending = Float64Array.from(draws).sort();
    const count = draws.length;
    this.#anchor = this.#ascending[count - ANCHOR_DRAWS] ?? 0;
    this.#anchorShare = this.#shareFrom(this.#firstRankOf(this.#anchor));
    const tailStart = (this.#ascending[count - TAIL_DRAWS - 1] ?? 0) ** 2;
    let excess = 0;
    for (const score of this.#ascending.subarray(count - TAIL_DRAWS)) excess += score * score - tailStart;
    this.#tailScale = excess / TAIL_DRAWS;
  }

  get median(): number {
    return this.#ascending[Math.floor(this.#ascending.length / 2)] ?? 0;
  }

  pValue(score: number): number {
    if (score < (this.#ascending[0] ?? 0)) return 1;
    if (score <= this.#anchor) return this.#shareFrom(this.#firstRankOf(this.#largestDrawUpTo(score)));
    if (this.#tailScale === 0) return 1 / (this.#ascending.length + 1);
    return this.#anchorShare * Math.exp((this.#anchor ** 2 - score ** 2) / this.#tailScale);
  }

  threshold(alpha: number): number {
    if (alpha < this.#anchorShare) {
      if (this.#tailScale === 0) return Number.POSITIVE_INFINITY;
      return Math.sqrt(this.#anchor ** 2 + this.#tailScale * Math.log(this.#anchorShare / alpha));
    }
    // The smallest drawn score that few enough draws reach; ties move it up to the next score that was drawn.
    const allowed = Math.floor(alpha * (this.#ascending.length + 1)) - 1;
    const rank = Math.max(0, this.#ascending.length - allowed);
    const candidate = this.#ascending[rank] ?? this.#anchor;
    if (this.#firstRankOf(candidate) >= rank) return candidate;
    return this.#ascending[this.#rankAbove(candidate)] ?? this.#anchor;
  }

  /** P value by rank, counting the observed score among the draws (Davison and Hinkley, 1997, section 4.2). */
  #shareFrom(rank: number): number {
    return (1 + this.#ascending.length - rank) / (1 + this.#ascending.length);
  }

  #largestDrawUpTo(score: number): number {
    return this.#ascending[this.#rankAbove(score) - 1] ?? 0;
  }

  #firstRankOf(score: number): number {
    return firstRank(this.#ascending, (draw) => draw >= score);
  }

  #rankAbove(score: number): number {
    return firstRank(this.#ascending, (draw) => draw > score);
  }
}

function firstRank(ascending: Float64Array, isPast: (draw: number) => boolean): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isPast(ascending[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low;
}
