import type { Sample } from './exposition.ts';

/**
 * The state of one time series, and the operations of hot paths on it.
 *
 * Kept here and not in the Prometheus client's metric classes: those look a series up by its labels on every call,
 * which at seven metrics per request cost more than parsing the request. A series found once is a few additions.
 */
export type Labels = Readonly<Record<string, string>>;

/** A number that no metric can hold is the caller's bug, and no reason for its request to fail. */
const isRefused = (value: number): boolean => !Number.isFinite(value);

export class CounterSeries {
  readonly #labels: Labels;
  #value = 0;

  constructor(labels: Labels) {
    this.#labels = labels;
  }

  /** Negative and non-finite increments change nothing: a counter that falls reads as a restart. */
  inc(value = 1): void {
    if (value > 0 && !isRefused(value)) this.#value += value;
  }

  samples(): Sample[] {
    return [{ labels: this.#labels, value: this.#value }];
  }
}

export class GaugeSeries {
  readonly #labels: Labels;
  /** Undefined until somebody knows it: an unknown queue length is not an empty queue. */
  #value: number | undefined;

  constructor(labels: Labels) {
    this.#labels = labels;
  }

  set(value: number): void {
    this.#value = value;
  }

  inc(value = 1): void {
    this.#value = (this.#value ?? 0) + value;
  }

  dec(value = 1): void {
    this.#value = (this.#value ?? 0) - value;
  }

  /** Sets 0 where nothing was set. */
  initialise(): void {
    this.#value ??= 0;
  }

  samples(): Sample[] {
    return this.#value === undefined ? [] : [{ labels: this.#labels, value: this.#value }];
  }
}

interface Exemplar {
  traceId: string;
  value: number;
  /** Milliseconds since the epoch. */
  at: number;
}

export class HistogramSeries {
  readonly #name: string;
  readonly #labels: Labels;
  readonly #bounds: readonly number[];
  /** Observations per bucket, not cumulated; the last one is `+Inf`. */
  readonly #counts: number[];
  readonly #exemplars: (Exemplar | undefined)[];
  #sum = 0;

  constructor(name: string, bounds: readonly number[], labels: Labels) {
    this.#name = name;
    this.#labels = labels;
    this.#bounds = bounds;
    this.#counts = new Array<number>(bounds.length + 1).fill(0);
    this.#exemplars = new Array<Exemplar | undefined>(bounds.length + 1);
  }

  /** @param traceId becomes the exemplar of the bucket that the value falls into. */
  observe(value: number, traceId?: string): void {
    if (isRefused(value)) return;
    let bucket = 0;
    while (bucket < this.#bounds.length && value > (this.#bounds[bucket] as number)) bucket++;
    (this.#counts[bucket] as number)++;
    this.#sum += value;
    if (traceId !== undefined) this.#exemplars[bucket] = { traceId, value, at: Date.now() };
  }

  samples(): Sample[] {
    const samples: Sample[] = [];
    let cumulated = 0;
    for (const [bucket, count] of this.#counts.entries()) {
      cumulated += count;
      samples.push({
        metricName: `${this.#name}_bucket`,
        labels: { le: bucket < this.#bounds.length ? String(this.#bounds[bucket]) : '+Inf' },
        sharedLabels: this.#labels,
        value: cumulated,
        exemplar: exemplarOf(this.#exemplars[bucket]),
      });
    }
    samples.push({ metricName: `${this.#name}_sum`, labels: this.#labels, value: this.#sum });
    samples.push({ metricName: `${this.#name}_count`, labels: this.#labels, value: cumulated });
    return samples;
  }
}

function exemplarOf(exemplar: Exemplar | undefined): NonNullable<Sample['exemplar']> | null {
  if (exemplar === undefined) return null;
  const { traceId, value, at } = exemplar;
  return { labelSet: { trace_id: traceId }, value, timestamp: at / 1000 };
}
