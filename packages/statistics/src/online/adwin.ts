import { ExponentialHistogram } from './exponential-histogram.ts';
import { requireFinite, requireOption, type StreamDetector, type StreamState } from './stream-detector.ts';

export interface AdwinOptions {
  /** Bound on the chance that a check finds a change in a window without one; default 0.002. */
  readonly confidence?: number;
  /** Values between two checks; default 32. */
  readonly checkEvery?: number;
  /** Buckets of equal size that the window keeps; more follow a change more closely. Default 5. */
  readonly bucketsPerRow?: number;
  /** Fewest values on either side of a cut; default 5. */
  readonly shortestSide?: number;
  /** Values that are only collected; default 10. */
  readonly gracePeriod?: number;
}

/**
 * ADWIN2 (Bifet and Gavaldà, 2007, "Learning from time-changing data with adaptive windowing"): keeps the longest
 * window whose two parts, however it is cut, have means that agree. Needs no scale: it measures the variance.
 *
 * The scan of cuts, and the start from nothing after a change, are those of river 0.26 (the paper goes on with what
 * is left of the window).
 */
export class Adwin implements StreamDetector {
  readonly #confidence: number;
  readonly #checkEvery: number;
  readonly #bucketsPerRow: number;
  readonly #shortestSide: number;
  readonly #gracePeriod: number;
  #window: ExponentialHistogram;
  #sinceStart = 0;
  #hasDrifted = false;

  constructor(options: AdwinOptions = {}) {
    this.#confidence = options.confidence ?? 0.002;
    this.#checkEvery = options.checkEvery ?? 32;
    this.#bucketsPerRow = options.bucketsPerRow ?? 5;
    this.#shortestSide = options.shortestSide ?? 5;
    this.#gracePeriod = options.gracePeriod ?? 10;
    requireOption(this.#confidence > 0 && this.#confidence < 1, 'confidence must be between 0 and 1');
    requireOption(Number.isInteger(this.#checkEvery) && this.#checkEvery > 0, 'checkEvery must be positive');
    requireOption(
      Number.isInteger(this.#bucketsPerRow) && this.#bucketsPerRow > 0,
      'bucketsPerRow: at least 1',
    );
    requireOption(Number.isInteger(this.#shortestSide) && this.#shortestSide > 0, 'shortestSide: at least 1');
    requireOption(this.#gracePeriod >= 1, 'gracePeriod: at least 1');
    this.#window = new ExponentialHistogram(this.#bucketsPerRow);
  }

  /** Values in the window; after a change, those that belong to the new mean. */
  get width(): number {
    return this.#window.count;
  }

  /** Mean of the window, NaN before the first value. */
  get mean(): number {
    return this.#window.total / this.#window.count;
  }

  update(value: number): StreamState {
    requireFinite(value);
    if (this.#hasDrifted) {
      this.#window = new ExponentialHistogram(this.#bucketsPerRow);
      this.#sinceStart = 0;
      this.#hasDrifted = false;
    }
    this.#window.append(value);
    this.#sinceStart += 1;
    if (this.#sinceStart % this.#checkEvery === 0 && this.width > this.#gracePeriod) {
      while (this.#someCutDiffers()) {
        this.#window.dropOldestBucket();
        this.#hasDrifted = true;
      }
    }
    return this.#hasDrifted ? 'drift' : 'ok';
  }

  #someCutDiffers(): boolean {
    const { count, total, variance } = this.#window;
    const logOfCuts = Math.log((2 * Math.log(count)) / this.#confidence);
    for (const { olderCount, olderTotal } of this.#window.cuts()) {
      const newerCount = count - olderCount;
      if (newerCount < this.#shortestSide) return false;
      if (olderCount < this.#shortestSide) continue;
      const inverse = 1 / (olderCount - this.#shortestSide + 1) + 1 / (newerCount - this.#shortestSide + 1);
      const bound = Math.sqrt(2 * inverse * variance * logOfCuts) + (2 / 3) * logOfCuts * inverse;
      const difference = Math.abs(olderTotal / olderCount - (total - olderTotal) / newerCount);
      if (difference > bound) return true;
    }
    return false;
  }
}
