import type { LabelBatch } from '@lab/contracts';

export type Label = Pick<LabelBatch['labels'][number], 'prediction_id' | 'is_fraud'>;

/**
 * Labels that wait for their time, in one bucket per second: a label's exact millisecond matters to nobody, and a
 * bucket costs nothing to add to. Bounded: a full queue refuses.
 */
export class LabelQueue {
  readonly #limit: number;
  readonly #buckets = new Map<number, Label[]>();
  #size = 0;
  /** The first second whose bucket may still be filled. */
  #from = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#size;
  }

  /**
   * @param due seconds after the start
   * @returns false where the queue is full and the label is lost
   */
  add(label: Label, due: number): boolean {
    if (this.#size >= this.#limit) return false;
    const second = Math.max(this.#from, Math.ceil(due));
    const bucket = this.#buckets.get(second);
    if (bucket === undefined) this.#buckets.set(second, [label]);
    else bucket.push(label);
    this.#size += 1;
    return true;
  }

  /** Takes at most `count` labels that are due by `now`, earliest first. */
  take(now: number, count: number): Label[] {
    const taken: Label[] = [];
    while (this.#from <= now && taken.length < count) {
      const bucket = this.#buckets.get(this.#from);
      if (bucket !== undefined) taken.push(...bucket.splice(0, count - taken.length));
      if (bucket !== undefined && bucket.length > 0) break;
      this.#buckets.delete(this.#from);
      this.#from += 1;
    }
    this.#size -= taken.length;
    return taken;
  }
}
