import { createHmac } from 'node:crypto';

/**
 * Values for one learner and one lab: always the same for both, different for others, and found in no file. From
 * HMAC-SHA-256 of lab, name and the learner's seed.
 */
export class Draws {
  readonly #seed: string;
  readonly #scope: string;

  /**
   * @param seed the learner's secret, made at the first start
   * @param scope the lab, and which start of it where each start draws anew
   */
  constructor(seed: string, scope: string) {
    this.#seed = seed;
    this.#scope = scope;
  }

  /** Whole number from `low` to `high`, both included. */
  integer(name: string, low: number, high: number): number {
    // 48 bits over the small ranges of a lab: no value is noticeably likelier than another.
    return low + (this.#digest(name).readUIntBE(0, 6) % (high - low + 1));
  }

  pick<Item>(name: string, items: readonly [Item, ...Item[]]): Item {
    return items[this.integer(name, 0, items.length - 1)] as Item;
  }

  /** Lower-case hexadecimal digits. */
  token(name: string, digits = 12): string {
    return this.#digest(name).toString('hex').slice(0, digits);
  }

  #digest(name: string): Buffer {
    return createHmac('sha256', this.#seed).update(`${this.#scope}\n${name}`).digest();
  }
}
