/** A run of neighbouring values: their sum, and the sum of their squared deviations from their own mean. */
interface Bucket {
  readonly total: number;
  readonly deviation: number;
}

/** Sum and number of the values on the older side of a cut; the newer side is the rest. */
export interface Cut {
  readonly olderCount: number;
  readonly olderTotal: number;
}

/**
 * A window over the end of a stream in logarithmic memory (Datar, Gionis, Indyk and Motwani, 2002): the bucket of
 * row i stands for 2^i values, and where a row overflows its two oldest buckets become one of the next row.
 */
export class ExponentialHistogram {
  readonly #bucketsPerRow: number;
  /** Row i is a queue, oldest first. */
  readonly #rows: Bucket[][] = [[]];
  #count = 0;
  #total = 0;
  #deviation = 0;

  constructor(bucketsPerRow: number) {
    this.#bucketsPerRow = bucketsPerRow;
  }

  get count(): number {
    return this.#count;
  }

  get total(): number {
    return this.#total;
  }

  /** Of the population, 0 when empty. */
  get variance(): number {
    return this.#count === 0 ? 0 : this.#deviation / this.#count;
  }

  append(value: number): void {
    this.#count += 1;
    if (this.#count > 1) {
      const distance = value - this.#total / (this.#count - 1);
      this.#deviation += ((this.#count - 1) * distance * distance) / this.#count;
    }
    this.#total += value;
    this.#rows[0]?.push({ total: value, deviation: 0 });
    this.#mergeOverflowing();
  }

  dropOldestBucket(): void {
    const index = this.#rows.length - 1;
    const dropped = this.#rows[index]?.shift();
    if (dropped === undefined) return;
    if (this.#rows[index]?.length === 0 && index > 0) this.#rows.pop();
    const size = 2 ** index;
    this.#count -= size;
    this.#total -= dropped.total;
    const distance = this.#count === 0 ? 0 : dropped.total / size - this.#total / this.#count;
    const between = (size * this.#count * distance * distance) / (size + this.#count);
    this.#deviation = Math.max(0, this.#deviation - dropped.deviation - between);
  }

  /** Every cut between two neighbouring buckets, from the oldest on. */
  *cuts(): Generator<Cut> {
    let olderCount = 0;
    let olderTotal = 0;
    for (let index = this.#rows.length - 1; index >= 0; index -= 1) {
      for (const bucket of this.#rows[index] ?? []) {
        olderCount += 2 ** index;
        olderTotal += bucket.total;
        yield { olderCount, olderTotal };
      }
    }
  }

  #mergeOverflowing(): void {
    for (let index = 0; (this.#rows[index]?.length ?? 0) > this.#bucketsPerRow; index += 1) {
      const [older, newer] = this.#rows[index]?.splice(0, 2) ?? [];
      if (older === undefined || newer === undefined) return;
      const size = 2 ** index;
      const distance = older.total / size - newer.total / size;
      const merged = {
        total: older.total + newer.total,
        deviation: older.deviation + newer.deviation + (size * distance * distance) / 2,
      };
      const next = this.#rows[index + 1];
      if (next === undefined) this.#rows.push([merged]);
      else next.push(merged);
    }
  }
}
