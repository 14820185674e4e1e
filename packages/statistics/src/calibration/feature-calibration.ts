import { categoryMeasure, countCategories } from './category-measure.ts';
import type { DriftMeasure } from './drift-measure.ts';
import { type NumericScore, numericMeasure } from './numeric-measure.ts';
import { type NullOptions, SizeAwareNull } from './size-aware-null.ts';

/** A window compared with its reference, before any decision. */
export interface ScoredWindow {
  readonly calibration: Pick<SizeAwareNull, 'at' | 'canReach' | 'smallestWindow'>;
  readonly score: number;
  readonly n: number;
}

/** One feature's reference with the null distributions that were drawn from it; keep it for the life of the reference. */
export class FeatureCalibration<Value> {
  readonly #measure: DriftMeasure<Value>;
  readonly #null: SizeAwareNull;

  constructor(measure: DriftMeasure<Value>, options: NullOptions = {}) {
    this.#measure = measure;
    this.#null = new SizeAwareNull(measure, options);
  }

  get referenceSize(): number {
    return this.#measure.referenceSize;
  }

  /** Draws nothing; the first judgement at a new window size does. */
  score(window: ArrayLike<Value>): ScoredWindow {
    return { calibration: this.#null, ...this.#measure.ofWindow(window) };
  }
}

export function calibrateNumeric(
  reference: ArrayLike<number>,
  { score = 'kolmogorov_smirnov', ...options }: NullOptions & { readonly score?: NumericScore } = {},
): FeatureCalibration<number> {
  return new FeatureCalibration(numericMeasure(reference, score), options);
}

/** @param reference the values themselves, or the rows of each category (or of each bin of a histogram). */
export function calibrateCategories(
  reference: readonly string[] | ReadonlyMap<string, number>,
  options: NullOptions = {},
): FeatureCalibration<string> {
  const counts = reference instanceof Map ? reference : countCategories(reference as readonly string[]);
  return new FeatureCalibration(categoryMeasure(counts), options);
}
