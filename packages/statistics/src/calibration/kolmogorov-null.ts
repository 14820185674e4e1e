import { kolmogorovUpperTail } from '../special/kolmogorov.ts';
import { exactKolmogorovSmirnovP } from '../tests/kolmogorov-smirnov-exact.ts';
import type { NullDistribution } from './null-distribution.ts';

/** Beyond this size of either sample the exact p value takes longer than it is worth; scipy's limit. */
const LARGEST_EXACT = 10_000;

/** Median of the limit distribution of D times the root of the size. */
const LIMIT_MEDIAN = 0.82757;

/** How far from the threshold the search usually starts, as a difference of two shares. */
const START_ERROR = 2e-4;

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

  /** Of the limit distribution: what noise usually gives needs no exactness. */
  get median(): number {
    return LIMIT_MEDIAN / Math.sqrt(this.#effectiveSize);
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
    const isReached = (step: number) => this.pValue(step / steps) <= alpha;
    let stride = Math.max(1, Math.ceil(steps * START_ERROR));
    let [below, reached] = [0, Math.min(steps, Math.max(1, Math.round(this.#limitThreshold(alpha) * steps)))];
    while (!isReached(reached)) {
      [below, reached] = [reached, Math.min(steps, reached + stride)];
      stride *= 2;
    }
    while (reached - below > 1) {
      const probe = below === 0 ? Math.max(1, reached - stride) : Math.floor((below + reached) / 2);
      if (isReached(probe)) [reached, stride] = [probe, 2 * stride];
      else below = probe;
    }
    return reached / steps;
  }

  /** Of the limit distribution, with the correction for the size by Vrbik (2018) turned round. */
  #limitThreshold(alpha: number): number {
    const root = Math.sqrt(this.#effectiveSize);
    const z = Math.sqrt(Math.log(2 / alpha) / 2);
    return (z - 1 / (6 * root) - (z - 1) / (4 * this.#effectiveSize)) / root;
  }
}

/** Distributions kept: the features of one run have one reference size and few window sizes. */
const KEPT = 16;
const kept = new Map<string, KolmogorovNull>();

/** The distribution for two sizes, with the thresholds that were already searched for them. */
export function kolmogorovNull(referenceSize: number, windowSize: number): KolmogorovNull {
  const key = `${referenceSize}/${windowSize}`;
  const found = kept.get(key) ?? new KolmogorovNull(referenceSize, windowSize);
  // Put back last, so that the first is the one that was not asked for the longest.
  kept.delete(key);
  kept.set(key, found);
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT) break;
    kept.delete(oldest);
  }
  return found;
}

function leastCommonMultiple(a: number, b: number): number {
  let [divisor, rest] = [a, b];
  while (rest !== 0) [divisor, rest] = [rest, divisor % rest];
  return (a / divisor) * b;
}
