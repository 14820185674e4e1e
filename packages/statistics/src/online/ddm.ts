import { requireFinite, requireOption, type StreamDetector, type StreamState } from './stream-detector.ts';

export interface DdmOptions {
  /** Predictions before the first verdict; default 30. */
  readonly warmUp?: number;
  /** Standard deviations above the best error rate that warn; default 2. */
  readonly warningAt?: number;
  /** Standard deviations above the best error rate that are a change; default 3. */
  readonly driftAt?: number;
}

/**
 * The drift detection method (Gama, Medas, Castillo and Rodrigues, 2004, "Learning with drift detection"): watches a
 * model's errors (1 = wrong, 0 = right) and compares the error rate with the best that was seen. Finds rises only.
 */
export class Ddm implements StreamDetector {
  readonly #warmUp: number;
  readonly #warningAt: number;
  readonly #driftAt: number;
  #count = 0;
  #errorRate = 0;
  #best = { errorRate: Number.POSITIVE_INFINITY, deviation: 0 };
  #hasDrifted = false;

  constructor(options: DdmOptions = {}) {
    this.#warmUp = options.warmUp ?? 30;
    this.#warningAt = options.warningAt ?? 2;
    this.#driftAt = options.driftAt ?? 3;
    requireOption(this.#warmUp >= 1, 'warmUp: at least 1');
    requireOption(this.#warningAt > 0 && this.#warningAt < this.#driftAt, 'need 0 < warningAt < driftAt');
  }

  /** Since the start or the last change. */
  get errorRate(): number {
    return this.#errorRate;
  }

  /**
   * @param error 1 for a wrong prediction, 0 for a right one.
   * @throws StatisticsError INVALID_OPTION for any other number.
   */
  update(error: number): StreamState {
    requireFinite(error);
    requireOption(error === 0 || error === 1, 'DDM takes 0 (right) and 1 (wrong)');
    if (this.#hasDrifted) this.#reset();
    this.#count += 1;
    this.#errorRate += (error - this.#errorRate) / this.#count;
    if (this.#count <= this.#warmUp) return 'ok';
    const deviation = Math.sqrt((this.#errorRate * (1 - this.#errorRate)) / this.#count);
    const level = this.#errorRate + deviation;
    if (level <= this.#best.errorRate + this.#best.deviation) {
      this.#best = { errorRate: this.#errorRate, deviation };
    }
    this.#hasDrifted = level > this.#best.errorRate + this.#driftAt * this.#best.deviation;
    if (this.#hasDrifted) return 'drift';
    return level > this.#best.errorRate + this.#warningAt * this.#best.deviation ? 'warning' : 'ok';
  }

  #reset(): void {
    this.#count = 0;
    this.#errorRate = 0;
    this.#best = { errorRate: Number.POSITIVE_INFINITY, deviation: 0 };
    this.#hasDrifted = false;
  }
}
