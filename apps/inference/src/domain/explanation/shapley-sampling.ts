import { Xoshiro128 } from '@lab/model/random';
import type { Player } from './players.ts';

/** The shares of one score; `baseline` plus the sum of `contributions` is the score. */
export interface Attribution {
  readonly baseline: number;
  /** In the order of the players. */
  readonly contributions: Float64Array;
  /** Of each contribution, over the walks; 0 where each walk says the same. */
  readonly standardErrors: Float64Array;
}

/** The same walks for every prediction: one that is asked about twice is explained alike. */
const SEED = 20_260_101;

/**
 * Interventional Shapley values by sampled walks (Štrumbelj and Kononenko, 2014, "Explaining prediction models and
 * individual predictions with feature contributions"; the value function is that of Janzing, Minorics and Blöbaum, 2020).
 *
 * A feature's share of the score f(x) is what it adds on average over all orders π of the features and all rows b of the
 * reference, where those before it in the order have the value of x already and the others still that of b:
 *
 *   φᵢ = E over π, b of [ f(x on S(π, i) ∪ {i}, b elsewhere) − f(x on S(π, i), b elsewhere) ]
 *
 * A walk is one order from one row of the reference to x. Its steps telescope to f(x) − f(b), so whatever is sampled,
 * the mean of f(b) plus all shares is exactly f(x). Each row is walked in an order and in its reverse, which cancels most
 * of the noise (antithetic pairs: Mitchell, Cooper, Frank and Holmes, 2022, "Sampling permutations for Shapley value
 * estimation").
 *
 * All inputs of all walks go to the model together: {@link coalitionRows}, then {@link attribute}.
 */
export class ShapleySampling {
  readonly #players: readonly Player[];
  readonly #width: number;
  /** Rows of the reference one after the other, `#width` inputs each. */
  readonly #background: Float32Array;
  /** Two per row of the reference: an order of the players, and its reverse. */
  readonly #walks: readonly (readonly number[])[];

  /** @param background rows of inputs of the reference, one after the other */
  constructor(players: readonly Player[], background: Float32Array, width: number) {
    if (background.length === 0 || background.length % width !== 0) {
      throw new RangeError(`${background.length} numbers are no rows of ${width}`);
    }
    this.#players = players;
    this.#width = width;
    this.#background = background;
    const random = Xoshiro128.seeded(SEED);
    this.#walks = Array.from({ length: background.length / width }, () => {
      const order = shuffled(players.length, random);
      return [order, order.toReversed()];
    }).flat();
  }

  /** Rows that {@link coalitionRows} gives for each prediction. */
  get rows(): number {
    return 1 + this.#walks.length * (this.#players.length - 1);
  }

  /** The prediction's own row, and what lies between the reference and it on each walk. */
  coalitionRows(row: Float32Array): Float32Array {
    const width = this.#width;
    const all = new Float32Array(this.rows * width);
    all.set(row);
    let offset = width;
    for (const [walk, order] of this.#walks.entries()) {
      const start = (walk >>> 1) * width;
      const mixed = this.#background.slice(start, start + width);
      for (const player of order.slice(0, -1)) {
        for (const input of this.#players[player]?.inputs ?? []) mixed[input] = row[input] ?? 0;
        all.set(mixed, offset);
        offset += width;
      }
    }
    return all;
  }

  /**
   * @param scores of the coalition rows, in their order
   * @param ofBackground scores of the rows of the reference, which are the same for every prediction
   */
  attribute(scores: ArrayLike<number>, ofBackground: ArrayLike<number>): Attribution {
    const count = this.#players.length;
    const pairs = this.#walks.length / 2;
    const sums = new Float64Array(count);
    const squares = new Float64Array(count);
    const score = scores[0] ?? Number.NaN;
    let baseline = 0;
    let at = 1;
    const step = new Float64Array(count);
    for (const [walk, order] of this.#walks.entries()) {
      const isFirstOfPair = walk % 2 === 0;
      if (isFirstOfPair) step.fill(0);
      let before = ofBackground[walk >>> 1] ?? Number.NaN;
      if (isFirstOfPair) baseline += before / pairs;
      for (const [position, player] of order.entries()) {
        const after = position === count - 1 ? score : (scores[at++] ?? Number.NaN);
        step[player] = (step[player] ?? 0) + (after - before) / 2;
        before = after;
      }
      if (isFirstOfPair) continue;
      for (const [player, value] of step.entries()) {
        sums[player] = (sums[player] ?? 0) + value;
        squares[player] = (squares[player] ?? 0) + value * value;
      }
    }
    const contributions = sums.map((sum) => sum / pairs);
    const standardErrors = contributions.map((mean, player) =>
      pairs < 2
        ? Number.NaN
        : Math.sqrt(Math.max(0, (squares[player] ?? 0) / pairs - mean * mean) / (pairs - 1)),
    );
    return { baseline, contributions, standardErrors };
  }
}

/** Fisher and Yates. */
function shuffled(count: number, random: Xoshiro128): number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last -= 1) {
    const other = random.integerBelow(last + 1);
    [order[last], order[other]] = [order[other] as number, order[last] as number];
  }
  return order;
}
