import { countOf } from '../samples/categories.ts';
import type { CategoricalValues, Category, NumericValues } from '../samples/index.ts';
import { categoryMeasure } from './category-measure.ts';
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
  reference: NumericValues,
  { score = 'kolmogorov_smirnov', ...options }: NullOptions & { readonly score?: NumericScore } = {},
): FeatureCalibration<number | null | undefined> {
  return new FeatureCalibration(numericMeasure(reference, score), options);
}

/** @param reference the values themselves, or the rows of each category (or of each bin of a histogram). */
export function calibrateCategories(
  reference: CategoricalValues | ReadonlyMap<Category, number>,
  options: NullOptions = {},
): FeatureCalibration<Category | null | undefined> {
  const counts = 'length' in reference ? countOf(reference) : reference;
  return new FeatureCalibration(categoryMeasure(counts), options);
}
