import type { DRIFT_METHODS } from '@lab/catalogue';
import {
  calibrateCategories,
  calibrateNumeric,
  type FeatureCalibration,
  type ScoredWindow,
} from '@lab/statistics/calibration';
import { type Cell, indicator, type ReferenceColumn, ranks } from './column.ts';
import { type Clustering, effectiveRows, equivalentWindow, likeness } from './effective-size.ts';

export type DriftMethod = (typeof DRIFT_METHODS)[number];

/** Draws per null distribution: thresholds within a few percent, in well under a second for a dozen columns. */
const DRAWS = 1000;

export interface ColumnScore {
  readonly method: DriftMethod;
  readonly window: ScoredWindow;
  /** Usable values of the window. */
  readonly samples: number;
  /** Independent values that know as much. */
  readonly effective: number;
}

/**
 * One column of a reference with the noise that its comparison has at any window size.
 *
 * Numbers are compared by the Kolmogorov-Smirnov statistic: blind to how far a value moved, and so to the few huge ones
 * that amounts always have. Categories, and numbers of which the reference knows one value only, by the Jensen-Shannon
 * distance.
 */
export class CalibratedColumn {
  readonly column: ReferenceColumn;
  readonly #numeric: FeatureCalibration<number> | undefined;
  readonly #category: FeatureCalibration<string> | undefined;

  /** @throws StatisticsError EMPTY_SAMPLE where the reference has no usable value */
  constructor(column: ReferenceColumn) {
    this.column = column;
    const numbers = column.values.filter((value) => typeof value === 'number');
    if (column.kind === 'numeric' && new Set(numbers).size > 1) {
      this.#numeric = calibrateNumeric(numbers, { score: 'kolmogorov_smirnov', draws: DRAWS });
    } else {
      const known = column.values.filter((value) => value !== null).map(String);
      this.#category = calibrateCategories(known, { draws: DRAWS });
    }
  }

  get referenceRows(): number {
    return (this.#numeric ?? this.#category)?.referenceSize ?? 0;
  }

  score(values: readonly Cell[], clustering: Clustering): ColumnScore {
    return this.#numeric === undefined
      ? this.#asCategories(values, clustering)
      : this.#asNumbers(values, clustering);
  }

  #asNumbers(values: readonly Cell[], clustering: Clustering): ColumnScore {
    const numbers = values.filter((value) => typeof value === 'number');
    const scored = (this.#numeric as FeatureCalibration<number>).score(numbers);
    return this.#sized('kolmogorov_smirnov', scored, clustering, () => likeness(clustering, ranks(values)));
  }

  #asCategories(values: readonly Cell[], clustering: Clustering): ColumnScore {
    const known = values.map((value) => (value === null ? null : String(value)));
    const scored = (this.#category as FeatureCalibration<string>).score(
      known.filter((value) => value !== null),
    );
    return this.#sized('jensen_shannon', scored, clustering, () =>
      // The category in which rows of one entity are most alike: the cautious choice.
      Math.max(
        0,
        ...[...new Set(known)].map((category) =>
          category === null ? 0 : likeness(clustering, indicator(known, category)),
        ),
      ),
    );
  }

  #sized(
    method: DriftMethod,
    scored: ScoredWindow,
    { sameEntity }: Clustering,
    measureLikeness: () => number,
  ): ColumnScore {
    const samples = scored.n;
    if (samples === 0) return { method, window: scored, samples, effective: 0 };
    const alike = sameEntity === 0 ? 0 : measureLikeness();
    const size = equivalentWindow({ rows: samples, sameEntity, alike }, this.referenceRows);
    return {
      method,
      window: { ...scored, n: size },
      samples,
      effective: effectiveRows(samples, sameEntity, alike),
    };
  }
}
