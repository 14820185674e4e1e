import { kolmogorovUpperTail } from '../special/kolmogorov.ts';
import { exactKolmogorovSmirnovP } from '../tests/kolmogorov-smirnov-exact.ts';
import type { NullDistribution } from './null-distribution.ts';

/** Beyond this size of either sample the exact p value takes longer than it is worth; scipy's limit. */
const LARGEST_EXACT = 10_000;

/**
 * The two-sample Kolmogorov-Smirnov distribution: the same for every continuous feature, so nothing has to be drawn, and
 * right in the far tail. Exact up to 10 000 values, then the one-sample distribution at the effective size.
 */
export class KolmogorovNull implements NullDistribution {
  readonly #referenceSize: number;
  readonly #windowSize: number;
  readonly #thresholds = new Map<number, number>();

  constructor(referenceSize: number, windowSize: number) {
    this.#referenceSize = referenceSize;
    this.#windowSize = windowSize;
  }

  get median(): number {
    return this.threshold(0.5);
  }

  pValue(score: number): number {
    const isExact = Math.max(this.#referenceSize, this.#windowSize) <= LARGEST_EXACT;
    const exact = isExact ? exactKolmogorovSmirnovP(this.#referenceSize, this.#windowSize, score) : undefined;
    return exact ?? kolmogorovUpperTail(Math.max(1, Math.round(this.#effectiveSize)), score);
  }

  threshold(alpha: number): number {
    const known = this.#thresholds.get(alpha);
    if (known !== undefined) return known;
    const found = this.#search(alpha);
    this.#thresholds.set(alpha, found);
    return found;
  }

  get #effectiveSize(): number {
    return (this.#referenceSize * this.#windowSize) / (this.#referenceSize + this.#windowSize);
  }

  /** The statistic is a whole number of steps of 1 / lcm of the sizes, so the search is over whole numbers. */
  #search(alpha: number): number {
    if (this.pValue(1) > alpha) return Number.POSITIVE_INFINITY;
    const steps = leastCommonMultiple(this.#referenceSize, this.#windowSize);
    const limit = Math.sqrt(Math.log(2 / alpha) / (2 * this.#effectiveSize));
    // The exact threshold is seldom above the limit's, so the search starts narrow.
    let [below, reached] = [0, Math.min(steps, Math.ceil(1.1 * limit * steps))];
    if (this.pValue(reached / steps) > alpha) [below, reached] = [reached, steps];
    while (reached - below > 1) {
      const middle = Math.floor((below + reached) / 2);
      if (this.pValue(middle / steps) <= alpha) reached = middle;
      else below = middle;
    }
    return reached / steps;
  }
}

function leastCommonMultiple(a: number, b: number): number {
  let [divisor, rest] = [a, b];
  while (rest !== 0) [divisor, rest] = [rest, divisor % rest];
  return (a / divisor) * b;
}
