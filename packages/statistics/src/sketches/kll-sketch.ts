import { StatisticsError } from '../errors.ts';

export interface KllOptions {
  /** Values that the fullest level holds; memory goes with 3 k, the error with 1 / k. 8 to 65 535, default 200. */
  readonly k?: number;
  /** Of the coins. Give every replica its own: merged sketches with the same coins err in the same direction. */
  readonly seed: number;
}

/** The state of a sketch as JSON. */
export interface KllState {
  readonly sketch: 'kll/v1';
  readonly k: number;
  readonly coins: number;
  readonly count: number;
  readonly min: number | null;
  readonly max: number | null;
  readonly squaredError: number;
  /** Level i holds values that stand for 2^i values each. */
  readonly levels: readonly (readonly number[])[];
}

const SMALLEST_LEVEL = 8;
/** Size of a level beside the one above it; 2/3 is the best of Karnin, Lang and Liberty's analysis. */
const SHRINK = 2 / 3;

/**
 * Quantiles of a stream in bounded memory, mergeable in any order (Karnin, Lang and Liberty, 2016, "Optimal quantile
 * approximation in streams"). Where a level is full it is sorted and every other value, by a coin the odd or the even ones,
 * moves up and stands for two.
 *
 * Such a compaction of values of weight w moves the rank of any number by -w, 0 or w, with mean 0. So the error is a
 * martingale, and by Azuma's inequality beyond e with a chance of at most 2 exp(-e^2 / 2 S), S being the sum of the squared
 * weights of all compactions, which the sketch counts: `rankError` is a bound for this very sketch, whatever was merged.
 */
export class KllSketch {
  readonly #k: number;
  #coins: number;
  #count = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;
  #squaredError = 0;
  #levels: number[][] = [[]];
  #held = 0;
  #limit = 0;

  /** @throws StatisticsError INVALID_OPTION */
  constructor({ k = 200, seed }: KllOptions) {
    if (!(Number.isInteger(k) && k >= 8 && k <= 65_535)) {
      throw new StatisticsError('INVALID_OPTION', `k must be a whole number from 8 to 65535, got ${k}`);
    }
    this.#k = k;
    // Xorshift must not start at 0; the multiplication sets neighbouring seeds apart.
    this.#coins = Math.imul(seed + 1, 0x9e3779b1) || 1;
    this.#updateLimit();
  }

  /** Values added, also by merging. */
  get count(): number {
    return this.#count;
  }

  /** Exact; NaN while empty. */
  get min(): number {
    return this.#count === 0 ? Number.NaN : this.#min;
  }

  /** Exact; NaN while empty. */
  get max(): number {
    return this.#count === 0 ? Number.NaN : this.#max;
  }

  /** Values held now; what memory is needed for. */
  get held(): number {
    return this.#held;
  }

  /** @throws StatisticsError MISSING_VALUE for NaN. */
  add(value: number): void {
    if (Number.isNaN(value)) throw new StatisticsError('MISSING_VALUE', 'a sketch takes no NaN');
    this.#levels[0]?.push(value);
    this.#count += 1;
    this.#held += 1;
    this.#min = Math.min(this.#min, value);
    this.#max = Math.max(this.#max, value);
    this.#compactWhileFull();
  }

  /**
   * Takes in what another sketch has seen; the other stays as it is.
   *
   * @throws StatisticsError INVALID_OPTION where their k differ.
   */
  merge(other: KllSketch): void {
    if (other.#k !== this.#k)
      throw new StatisticsError('INVALID_OPTION', `k differs: ${this.#k}, ${other.#k}`);
    for (const [level, values] of other.#levels.entries()) {
      this.#levels[level] = [...(this.#levels[level] ?? []), ...values];
    }
    this.#count += other.#count;
    this.#held += other.#held;
    this.#min = Math.min(this.#min, other.#min);
    this.#max = Math.max(this.#max, other.#max);
    this.#squaredError += other.#squaredError;
    this.#updateLimit();
    this.#compactWhileFull();
  }

  /**
   * The value with this share of the others at or below it; the minimum for 0, the maximum for 1.
   *
   * @returns NaN while empty.
   * @throws StatisticsError INVALID_OPTION for a share outside 0..1.
   */
  quantile(share: number): number {
    if (!(share >= 0 && share <= 1))
      throw new StatisticsError('INVALID_OPTION', 'a share is between 0 and 1');
    if (share === 0) return this.min;
    if (share === 1) return this.max;
    let below = 0;
    for (const [value, weight] of this.#weighted()) {
      below += weight;
      if (below >= share * this.#count) return value;
    }
    return this.max;
  }

  /** Share of the values at or below `value`; NaN while empty. */
  rank(value: number): number {
    let below = 0;
    for (const [level, values] of this.#levels.entries()) {
      for (const held of values) if (held <= value) below += 2 ** level;
    }
    return below / this.#count;
  }

  /** How far `rank` may be from the truth, as a share; holds for any one value with a chance of at least `confidence`. */
  rankError(confidence = 0.99): number {
    return this.#count === 0
      ? 0
      : Math.sqrt(2 * Math.log(2 / (1 - confidence)) * this.#squaredError) / this.#count;
  }

  toJSON(): KllState {
    return {
      sketch: 'kll/v1',
      k: this.#k,
      coins: this.#coins,
      count: this.#count,
      min: this.#count === 0 ? null : this.#min,
      max: this.#count === 0 ? null : this.#max,
      squaredError: this.#squaredError,
      levels: this.#levels.map((values) => [...values]),
    };
  }

  /** @throws StatisticsError INVALID_COUNT where the values do not add up to the count. */
  static fromJSON(state: KllState): KllSketch {
    const sketch = new KllSketch({ k: state.k, seed: 0 });
    const weight = state.levels.reduce((sum, values, level) => sum + values.length * 2 ** level, 0);
    if (state.sketch !== 'kll/v1' || weight !== state.count) {
      throw new StatisticsError('INVALID_COUNT', `a kll/v1 sketch of ${state.count} values holds ${weight}`);
    }
    sketch.#coins = state.coins;
    sketch.#count = state.count;
    sketch.#min = state.min ?? Number.POSITIVE_INFINITY;
    sketch.#max = state.max ?? Number.NEGATIVE_INFINITY;
    sketch.#squaredError = state.squaredError;
    sketch.#levels = state.levels.map((values) => [...values]);
    sketch.#held = state.levels.reduce((sum, values) => sum + values.length, 0);
    sketch.#updateLimit();
    return sketch;
  }

  #capacity(level: number): number {
    const fromTop = this.#levels.length - 1 - level;
    return Math.max(SMALLEST_LEVEL, Math.ceil(this.#k * SHRINK ** fromTop));
  }

  #compactWhileFull(): void {
    while (this.#held > this.#limit) {
      // While all levels together are too full, one of them is.
      this.#compact(this.#levels.findIndex((values, level) => values.length > this.#capacity(level)));
      this.#updateLimit();
    }
  }

  /** Kept, because every value that is added asks for it. */
  #updateLimit(): void {
    this.#limit = this.#levels.reduce((sum, _, level) => sum + this.#capacity(level), 0);
  }

  #compact(level: number): void {
    const values = (this.#levels[level] ?? []).sort((a, b) => a - b);
    // An odd one stays behind, so that the weights always add up to the count.
    const stays = values.length % 2 === 1 ? values.splice(-1) : [];
    const offset = this.#toss();
    const promoted = values.filter((_, index) => index % 2 === offset);
    this.#levels[level] = stays;
    this.#levels[level + 1] = [...(this.#levels[level + 1] ?? []), ...promoted];
    this.#held -= promoted.length;
    this.#squaredError += 4 ** level;
  }

  /** Marsaglia's xorshift32: one word of state, so that a restored sketch goes on as the saved one would have. */
  #toss(): 0 | 1 {
    let state = this.#coins;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    this.#coins = state;
    return state < 0 ? 1 : 0;
  }

  #weighted(): [value: number, weight: number][] {
    return this.#levels
      .flatMap((values, level) => values.map((value): [number, number] => [value, 2 ** level]))
      .sort(([a], [b]) => a - b);
  }
}
