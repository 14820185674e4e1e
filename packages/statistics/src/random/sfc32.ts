const TWO_POW_MINUS_32 = 2 ** -32;

/**
 * Small fast counting generator (sfc32 by Chris Doty-Humphrey, PractRand): 128 bits of state and 32-bit integers only,
 * so that every machine draws the same numbers. Uniforms have 32 bits, enough for indices and resampling.
 */
export class Sfc32 {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  /** @param seed an integer; neighbouring seeds give unrelated sequences. */
  constructor(seed: number) {
    this.#a = seed | 0;
    this.#b = Math.floor(seed / 2 ** 32) | 0;
    this.#c = 0x9e3779b9 | 0;
    // Rounds after which every bit of the state depends on every bit of the seed.
    for (let round = 0; round < 15; round += 1) this.nextUint32();
  }

  nextUint32(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** Over [0, 1). */
  uniform(): number {
    return this.nextUint32() * TWO_POW_MINUS_32;
  }

  /** One of 0 to `count` - 1. */
  integerBelow(count: number): number {
    return Math.floor(this.uniform() * count);
  }

  /** Standard normal by Marsaglia's polar method. */
  normal(): number {
    for (;;) {
      const x = 2 * this.uniform() - 1;
      const y = 2 * this.uniform() - 1;
      const square = x * x + y * y;
      if (square < 1 && square > 0) return x * Math.sqrt((-2 * Math.log(square)) / square);
    }
  }
}
