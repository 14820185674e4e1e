import { drawNull } from './draw-null.ts';
import type { DriftMeasure } from './drift-measure.ts';
import { DrawnNull, type NullDistribution } from './null-distribution.ts';

export interface NullOptions {
  /** Scores drawn for a window size; default 2000. */
  readonly draws?: number;
  /** Same seed, same thresholds; default 1. */
  readonly seed?: number;
}

/** Window sizes up to here have draws of their own. */
const EXACT_UP_TO = 32;

/**
 * The null distribution of one feature's score at every window size.
 *
 * Where the measure knows it exactly there is nothing to draw. Else scores are drawn at sizes that are half an octave apart, once, and scaled to the sizes between: noise in a difference
 * of two samples goes with sqrt(1 / reference + 1 / window). Half an octave, rounded down, since what the scaling leaves
 * out (cells with few rows) makes small windows noisier, not quieter.
 */
export class SizeAwareNull {
  readonly #measure: DriftMeasure<never>;
  readonly #draws: number;
  readonly #seed: number;
  readonly #byDrawnSize = new Map<number, NullDistribution>();

  constructor(measure: DriftMeasure<never>, { draws = 2000, seed = 1 }: NullOptions = {}) {
    this.#measure = measure;
    this.#draws = draws;
    this.#seed = seed;
  }

  /** @param windowSize at least 1. */
  at(windowSize: number): NullDistribution {
    if (this.#measure.exactNull !== undefined) return this.#measure.exactNull(windowSize);
    const drawnSize = drawnSizeFor(windowSize);
    const drawn = this.#byDrawnSize.get(drawnSize) ?? this.#draw(drawnSize);
    const scale = this.#noise(windowSize) / this.#noise(drawnSize);
    return {
      median: drawn.median * scale,
      pValue: (score) => drawn.pValue(score / scale),
      threshold: (alpha) => drawn.threshold(alpha) * scale,
    };
  }

  /** The smallest window of which the largest score would be significant at `alpha`; Infinity if none up to 2^20 is. */
  smallestWindow(alpha: number): number {
    let [unreached, reached] = [0, 1];
    while (!this.canReach(reached, alpha)) {
      if (reached >= 2 ** 20) return Number.POSITIVE_INFINITY;
      [unreached, reached] = [reached, reached * 2];
    }
    while (reached - unreached > 1) {
      const middle = (unreached + reached) >>> 1;
      if (this.canReach(middle, alpha)) reached = middle;
      else unreached = middle;
    }
    return reached;
  }

  canReach(windowSize: number, alpha: number): boolean {
    return this.at(windowSize).pValue(this.#measure.largestScore) <= alpha;
  }

  #draw(windowSize: number): NullDistribution {
    const scores = drawNull(this.#measure, { windowSize, draws: this.#draws, seed: this.#seed });
    const drawn = new DrawnNull(scores);
    this.#byDrawnSize.set(windowSize, drawn);
    return drawn;
  }

  #noise(windowSize: number): number {
    return Math.sqrt(1 / this.#measure.referenceSize + 1 / windowSize);
  }
}

/** The size itself while small, then the nearest half octave below. */
function drawnSizeFor(windowSize: number): number {
  if (windowSize <= EXACT_UP_TO) return windowSize;
  // The hair keeps 2^k, whose logarithm may round down, in its own step.
  return Math.round(2 ** (Math.floor(2 * Math.log2(windowSize) + 1e-9) / 2));
}
