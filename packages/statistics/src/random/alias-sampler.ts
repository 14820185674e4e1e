import type { Sfc32 } from './sfc32.ts';

/** Draws indices in proportion to weights, each in constant time (Walker's alias method, set up as by Vose, 1991). */
export class AliasSampler {
  readonly #accept: Float64Array;
  readonly #alias: Uint32Array;

  /** @param weights not negative, at least one positive. */
  constructor(weights: ArrayLike<number>) {
    const size = weights.length;
    this.#accept = new Float64Array(size).fill(1);
    this.#alias = Uint32Array.from({ length: size }, (_, index) => index);
    let total = 0;
    for (let index = 0; index < size; index += 1) total += weights[index] ?? 0;
    const scaled = Float64Array.from(weights, (weight) => (weight * size) / total);
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

  draw(random: Sfc32): number {
    const column = random.integerBelow(this.#accept.length);
    return random.uniform() < (this.#accept[column] ?? 1) ? column : (this.#alias[column] ?? column);
  }

  /** Adds `draws` draws to `counts`, one cell for each weight. */
  tally(counts: Uint32Array, draws: number, random: Sfc32): void {
    for (let draw = 0; draw < draws; draw += 1) {
      const cell = this.draw(random);
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
  }
}
