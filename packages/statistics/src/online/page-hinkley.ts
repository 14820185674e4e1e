import { requireFinite, requireOption, type StreamDetector, type StreamState } from './stream-detector.ts';

export interface PageHinkleyOptions {
  /** Deviation from the mean that is let pass, in units of the stream; default 0.005. */
  readonly tolerance?: number;
  /** Sum of deviations that is a change, in units of the stream; default 50. Standardise the stream, or set it. */
  readonly threshold?: number;
  /** What is kept of the sums from one value to the next; default 0.9999. */
  readonly forgetting?: number;
  /** Values before the first verdict; default 30. */
  readonly warmUp?: number;
  /** Which changes of the mean count; default `both`. */
  readonly direction?: 'up' | 'down' | 'both';
}

/** Cumulative deviation from the running mean (Page, 1954; Hinkley, 1971), with the forgetting factor of river 0.26. */
export class PageHinkley implements StreamDetector {
  readonly #tolerance: number;
  readonly #threshold: number;
  readonly #forgetting: number;
  readonly #warmUp: number;
  readonly #direction: 'up' | 'down' | 'both';
  #count = 0;
  #mean = 0;
  #rise = 0;
  #lowestRise = Number.POSITIVE_INFINITY;
  #fall = 0;
  // river starts here, not at -Infinity; kept, since it decides which index of a falling stream is the first.
  #highestFall = -1;
  #hasDrifted = false;

  constructor(options: PageHinkleyOptions = {}) {
    this.#tolerance = options.tolerance ?? 0.005;
    this.#threshold = options.threshold ?? 50;
    this.#forgetting = options.forgetting ?? 0.9999;
    this.#warmUp = options.warmUp ?? 30;
    this.#direction = options.direction ?? 'both';
    requireOption(this.#tolerance >= 0, 'tolerance must not be negative');
    requireOption(this.#threshold > 0, 'threshold must be positive');
    requireOption(this.#forgetting > 0 && this.#forgetting <= 1, 'forgetting must be above 0 and at most 1');
  }

  /** Mean since the start or the last change. */
  get mean(): number {
    return this.#mean;
  }

  /** The larger of the sums that are compared with the threshold, in units of the stream. */
  get evidence(): number {
    const up = this.#rise - this.#lowestRise;
    const down = this.#highestFall - this.#fall;
    if (this.#direction === 'up') return up;
    return this.#direction === 'down' ? down : Math.max(up, down);
  }

  update(value: number): StreamState {
    requireFinite(value);
    if (this.#hasDrifted) this.#reset();
    this.#count += 1;
    this.#mean += (value - this.#mean) / this.#count;
    const deviation = value - this.#mean;
    this.#rise = this.#forgetting * this.#rise + deviation - this.#tolerance;
    this.#fall = this.#forgetting * this.#fall + deviation + this.#tolerance;
    this.#lowestRise = Math.min(this.#lowestRise, this.#rise);
    this.#highestFall = Math.max(this.#highestFall, this.#fall);
    this.#hasDrifted = this.#count >= this.#warmUp && this.evidence > this.#threshold;
    return this.#hasDrifted ? 'drift' : 'ok';
  }

  #reset(): void {
    this.#count = 0;
    this.#mean = 0;
    this.#rise = 0;
    this.#lowestRise = Number.POSITIVE_INFINITY;
    this.#fall = 0;
    this.#highestFall = -1;
    this.#hasDrifted = false;
  }
}
