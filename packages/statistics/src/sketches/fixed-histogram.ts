import { StatisticsError } from '../errors.ts';

/** The state of a histogram as JSON. */
export interface FixedHistogramState {
  readonly sketch: 'fixed-histogram/v1';
  readonly edges: readonly number[];
  readonly counts: readonly number[];
  readonly missing: number;
}

/**
 * Counts between edges that are set once, from the reference, so that windows stay comparable with it and with each other;
 * mergeable exactly. A bin holds its upper edge, as the buckets of a Prometheus histogram do: counts[0] is x <= edges[0]
 * (the underflow), counts[i] is edges[i - 1] < x <= edges[i], the last is x > all edges (the overflow).
 */
export class FixedHistogram {
  readonly #edges: Float64Array;
  readonly #counts: Float64Array;
  #missing = 0;

  /** @throws StatisticsError INVALID_OPTION unless there is an edge and they are finite and ascend strictly. */
  constructor(edges: ArrayLike<number>) {
    this.#edges = Float64Array.from(edges);
    this.#counts = new Float64Array(edges.length + 1);
    const ascends = this.#edges.every(
      (edge, index) => Number.isFinite(edge) && (index === 0 || edge > (this.#edges[index - 1] ?? edge)),
    );
    if (edges.length === 0 || !ascends) {
      throw new StatisticsError('INVALID_OPTION', 'edges must be finite and ascend strictly');
    }
  }

  get edges(): readonly number[] {
    return [...this.#edges];
  }

  /** One more than there are edges. */
  get counts(): readonly number[] {
    return [...this.#counts];
  }

  get underflow(): number {
    return this.#counts[0] ?? 0;
  }

  get overflow(): number {
    return this.#counts.at(-1) ?? 0;
  }

  /** NaN, which has no bin. */
  get missing(): number {
    return this.#missing;
  }

  /** Values in bins, without the missing. */
  get total(): number {
    return this.#counts.reduce((sum, count) => sum + count, 0);
  }

  add(value: number): void {
    if (Number.isNaN(value)) {
      this.#missing += 1;
      return;
    }
    let [low, high] = [0, this.#edges.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (value <= (this.#edges[middle] ?? value)) high = middle;
      else low = middle + 1;
    }
    this.#counts[low] = (this.#counts[low] ?? 0) + 1;
  }

  /** @throws StatisticsError INVALID_OPTION where the edges differ. */
  merge(other: FixedHistogram): void {
    this.requireSameEdges(other);
    for (const [bin, count] of other.#counts.entries()) this.#counts[bin] = (this.#counts[bin] ?? 0) + count;
    this.#missing += other.#missing;
  }

  /** @throws StatisticsError INVALID_OPTION where the edges differ. */
  requireSameEdges(other: FixedHistogram): void {
    const isSame =
      other.#edges.length === this.#edges.length &&
      this.#edges.every((edge, index) => edge === other.#edges[index]);
    if (!isSame) throw new StatisticsError('INVALID_OPTION', 'the histograms have different edges');
  }

  toJSON(): FixedHistogramState {
    return {
      sketch: 'fixed-histogram/v1',
      edges: [...this.#edges],
      counts: [...this.#counts],
      missing: this.#missing,
    };
  }

  /** @throws StatisticsError INVALID_COUNT or INVALID_OPTION where the state is not that of a histogram. */
  static fromJSON(state: FixedHistogramState): FixedHistogram {
    const histogram = new FixedHistogram(state.edges);
    const areCounts = [...state.counts, state.missing].every(
      (count) => Number.isSafeInteger(count) && count >= 0,
    );
    if (
      state.sketch !== 'fixed-histogram/v1' ||
      !areCounts ||
      state.counts.length !== state.edges.length + 1
    ) {
      throw new StatisticsError('INVALID_COUNT', 'not the state of a fixed-histogram/v1');
    }
    histogram.#counts.set(state.counts);
    histogram.#missing = state.missing;
    return histogram;
  }
}
