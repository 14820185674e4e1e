import type { LabelBound } from '@lab/catalogue';

/** What a refused label value becomes: the series stays countable, and the refusal itself is counted. */
const OTHER = 'other';

type OnRefusal = () => void;

/**
 * Keeps the number of values of each label within its bound from the catalogue.
 *
 * A metric must never take its service down, so a value beyond the bound is replaced instead of thrown: memory
 * and Prometheus stay bounded however wild the input is.
 */
export class CardinalityGuard {
  readonly #allowed = new Map<string, Set<string>>();
  readonly #room = new Map<string, number>();
  readonly #onRefusal: OnRefusal;

  constructor(labels: Readonly<Record<string, LabelBound>>, onRefusal: OnRefusal) {
    this.#onRefusal = onRefusal;
    for (const [name, bound] of Object.entries(labels)) {
      this.#allowed.set(name, new Set(typeof bound === 'number' ? [] : bound));
      this.#room.set(name, typeof bound === 'number' ? bound : 0);
    }
  }

  /** Returns `value`, or {@link OTHER} where the label has no room for it. */
  admit(label: string, value: string): string {
    const allowed = this.#allowed.get(label);
    if (allowed === undefined) throw new TypeError(`the metric has no label ${label}`);
    if (allowed.has(value) || value === OTHER) return value;
    const room = this.#room.get(label) ?? 0;
    if (room === 0) {
      this.#onRefusal();
      return OTHER;
    }
    this.#room.set(label, room - 1);
    allowed.add(value);
    return value;
  }

  /** Gives the room of a removed value back, so that reloading models for months does not exhaust the bound. */
  forget(label: string, value: string, bound: LabelBound): void {
    if (typeof bound !== 'number') return;
    if (this.#allowed.get(label)?.delete(value)) this.#room.set(label, (this.#room.get(label) ?? 0) + 1);
  }
}
