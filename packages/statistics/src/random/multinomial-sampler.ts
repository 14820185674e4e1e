import { drawBinomial } from './binomial.ts';
import type { Sfc32 } from './sfc32.ts';

/** What one binomial draw costs, in draws from the alias table. */
const BINOMIAL_COST = 8;

/**
 * Draws how often each of many cells occurs, in proportion to weights.
 *
 * Where there are few cells, by one binomial draw for each, so that the time does not grow with the number of draws; else
 * one by one from Walker's alias table, set up as by Vose (1991), so that it does not grow with the number of cells.
 */
export class MultinomialSampler {
  readonly #weights: Float64Array;
  readonly #total: number;
  readonly #accept: Float64Array;
  readonly #alias: Uint32Array;

  /** @param weights not negative, at least one positive. */
  constructor(weights: Float64Array) {
    const size = weights.length;
    this.#weights = weights;
    this.#total = weights.reduce((sum, weight) => sum + weight, 0);
    this.#accept = new Float64Array(size).fill(1);
    this.#alias = Uint32Array.from({ length: size }, (_, index) => index);
    const scaled = weights.map((weight) => (weight * size) / this.#total);
    const small: number[] = [];
    const large: number[] = [];
    for (const [index, share] of scaled.entries()) (share < 1 ? small : large).push(index);
    while (small.length > 0 && large.length > 0) {
      const [less = 0, more = 0] = [small.pop(), large.pop()];
      this.#accept[less] = scaled[less] ?? 0;
      this.#alias[less] = more;
      scaled[more] = (scaled[more] ?? 0) + (scaled[less] ?? 0) - 1;
      ((scaled[more] ?? 0) < 1 ? small : large).push(more);
    }
  }

  /** Overwrites `counts`, one cell for each weight, with the counts of `draws` draws. */
  tally(counts: Uint32Array, draws: number, random: Sfc32): void {
    if (counts.length * BINOMIAL_COST < draws) this.#tallyByCell(counts, draws, random);
    else this.#tallyByDraw(counts, draws, random);
  }

  #tallyByCell(counts: Uint32Array, draws: number, random: Sfc32): void {
    let left = draws;
    let weightLeft = this.#total;
    for (const [cell, weight] of this.#weights.entries()) {
      const isLast = cell === counts.length - 1;
      const count = isLast ? left : drawBinomial(left, Math.min(1, weight / weightLeft), random);
      counts[cell] = count;
      left -= count;
      weightLeft -= weight;
    }
  }

  #tallyByDraw(counts: Uint32Array, draws: number, random: Sfc32): void {
    counts.fill(0);
    const size = this.#accept.length;
    for (let draw = 0; draw < draws; draw += 1) {
      const column = random.integerBelow(size);
      const cell = random.uniform() < (this.#accept[column] ?? 1) ? column : (this.#alias[column] ?? column);
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
  }
}
