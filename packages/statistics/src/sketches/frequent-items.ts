import { StatisticsError } from '../errors.ts';

export interface FrequentItem {
  readonly item: string;
  /** The item occurred at least this often... */
  readonly atLeast: number;
  /** ...and at most this often. */
  readonly atMost: number;
}

/** The state of a sketch as JSON. */
export interface FrequentItemsState {
  readonly sketch: 'misra-gries/v1';
  readonly capacity: number;
  readonly count: number;
  readonly dropped: number;
  readonly items: readonly (readonly [item: string, count: number])[];
}

/**
 * The most frequent items of a stream in bounded memory, mergeable in any order (Misra and Gries, 1982; merging by Agarwal
 * and others, 2012, "Mergeable summaries"). Counts are never too high, and too low by at most `maximumError`, which is at
 * most count / (capacity + 1): every item with a larger share than 1 / (capacity + 1) is among `items`.
 */
export class FrequentItems {
  readonly #capacity: number;
  #count = 0;
  /** What has been taken off each counter in all. */
  #dropped = 0;
  #counters = new Map<string, number>();

  /** @param capacity counters kept, at least 1. */
  constructor(capacity: number) {
    if (!(Number.isInteger(capacity) && capacity >= 1)) {
      throw new StatisticsError(
        'INVALID_OPTION',
        `the capacity must be a positive whole number, got ${capacity}`,
      );
    }
    this.#capacity = capacity;
  }

  /** Items added, also by merging. */
  get count(): number {
    return this.#count;
  }

  /** Exact: no count is lower than the truth by more. */
  get maximumError(): number {
    return this.#dropped;
  }

  /** @throws StatisticsError INVALID_COUNT unless `times` is a positive whole number. */
  add(item: string, times = 1): void {
    if (!(Number.isSafeInteger(times) && times > 0))
      throw new StatisticsError('INVALID_COUNT', `${times} times`);
    this.#count += times;
    this.#counters.set(item, (this.#counters.get(item) ?? 0) + times);
    this.#shrink();
  }

  /** Takes in what another sketch has seen; the other stays as it is. Both must have the same capacity. */
  merge(other: FrequentItems): void {
    if (other.#capacity !== this.#capacity) {
      throw new StatisticsError('INVALID_OPTION', `capacities differ: ${this.#capacity}, ${other.#capacity}`);
    }
    for (const [item, count] of other.#counters)
      this.#counters.set(item, (this.#counters.get(item) ?? 0) + count);
    this.#count += other.#count;
    this.#dropped += other.#dropped;
    this.#shrink();
  }

  /** Bounds of how often `item` occurred. */
  estimate(item: string): FrequentItem {
    const atLeast = this.#counters.get(item) ?? 0;
    return { item, atLeast, atMost: atLeast + this.#dropped };
  }

  /** At most `capacity` items, the most frequent first; equal counts by name, so that replicas list the same. */
  items(): FrequentItem[] {
    return [...this.#counters.keys()]
      .map((item) => this.estimate(item))
      .sort((a, b) => b.atLeast - a.atLeast || (a.item < b.item ? -1 : 1));
  }

  toJSON(): FrequentItemsState {
    return {
      sketch: 'misra-gries/v1',
      capacity: this.#capacity,
      count: this.#count,
      dropped: this.#dropped,
      items: [...this.#counters],
    };
  }

  static fromJSON(state: FrequentItemsState): FrequentItems {
    if (state.sketch !== 'misra-gries/v1' || state.items.length > state.capacity) {
      throw new StatisticsError('INVALID_COUNT', 'not the state of a misra-gries/v1 sketch');
    }
    const sketch = new FrequentItems(state.capacity);
    sketch.#count = state.count;
    sketch.#dropped = state.dropped;
    sketch.#counters = new Map(state.items);
    return sketch;
  }

  /** Takes the largest counter that has no place off all of them; each unit off hits capacity + 1 items at once. */
  #shrink(): void {
    if (this.#counters.size <= this.#capacity) return;
    const least = [...this.#counters.values()].sort((a, b) => b - a)[this.#capacity] ?? 0;
    this.#dropped += least;
    this.#counters = new Map(
      [...this.#counters].flatMap(([item, count]): [string, number][] =>
        count > least ? [[item, count - least]] : [],
      ),
    );
  }
}
