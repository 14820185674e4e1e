import { stabilityIndexOfShares } from '../distances/histogram-distances.ts';
import {
  energyDistance,
  fillEmptyBins,
  hellingerDistance,
  jensenShannonDistance,
  kullbackLeiblerDivergence,
  normedWassersteinDistance,
} from '../distances/index.ts';
import { StatisticsError } from '../errors.ts';
import { andersonDarling } from '../tests/anderson-darling.ts';
import { cramerVonMises } from '../tests/cramer-von-mises.ts';
import { kolmogorovSmirnov } from '../tests/kolmogorov-smirnov.ts';
import { mannWhitney } from '../tests/mann-whitney.ts';
import { studentT } from '../tests/student-t.ts';
import { type BinnedPair, binnedPair, hellingerBins } from './bins.ts';
import { chiSquareP, gTestP, zTestP } from './category-tests.ts';
import type { CleanColumn, CleanNumerical } from './clean.ts';

/** One of Evidently's drift methods, under Evidently's name. */
export interface DriftMethod {
  /** Whether the score is a p value (drift when small) or a distance (drift when large). */
  score: 'p-value' | 'distance';
  defaultThreshold: number;
  /** Evidently compares some scores with the threshold itself included, and others without. */
  drifted(score: number, threshold: number): boolean;
  /** @throws StatisticsError `INVALID_OPTION` for a type of column that the method cannot take; and the test's own. */
  measure(column: CleanColumn): number;
}

const below = (score: number, threshold: number) => score < threshold;
const atMost = (score: number, threshold: number) => score <= threshold;
const atLeast = (score: number, threshold: number) => score >= threshold;
const above = (score: number, threshold: number) => score > threshold;

export const DRIFT_METHODS = {
  ks: pValue(
    0.05,
    atMost,
    ofNumbers((r, c) => kolmogorovSmirnov(r, c).pValue),
  ),
  z: pValue(0.05, below, zTestP),
  chisquare: pValue(0.05, below, chiSquareP),
  g_test: pValue(0.1, below, gTestP),
  mannw: pValue(
    0.05,
    below,
    ofNumbers((r, c) => mannWhitney(r, c, { alternative: 'less' }).pValue),
  ),
  t_test: pValue(
    0.05,
    below,
    ofNumbers((r, c) => studentT(r, c, { equalVariances: true }).pValue),
  ),
  anderson: pValue(
    0.1,
    below,
    ofNumbers((r, c) => andersonDarling(r, c).pValue),
  ),
  cramer_von_mises: pValue(
    0.1,
    atMost,
    ofNumbers((r, c) => cramerVonMises(r, c).pValue),
  ),
  wasserstein: distance(0.1, atLeast, ofNumbers(normedWassersteinDistance)),
  ed: distance(0.1, above, ofNumbers(energyDistance)),
  jensenshannon: distance(0.1, atLeast, (column) => {
    const { reference, current } = binnedPair(column);
    return jensenShannonDistance(reference, current);
  }),
  psi: distance(0.1, atLeast, (column) => stabilityIndexOfShares(...filledShares(binnedPair(column)))),
  kl_div: distance(0.1, atLeast, (column) => kullbackLeiblerDivergence(...filledShares(binnedPair(column)))),
  hellinger: distance(0.1, atLeast, (column) => {
    const { reference, current } = hellingerBins(column);
    return hellingerDistance(reference, current);
  }),
} satisfies Record<string, DriftMethod>;

export type DriftMethodName = keyof typeof DRIFT_METHODS;

function pValue(
  defaultThreshold: number,
  drifted: DriftMethod['drifted'],
  measure: DriftMethod['measure'],
): DriftMethod {
  return { score: 'p-value', defaultThreshold, drifted, measure };
}

function distance(
  defaultThreshold: number,
  drifted: DriftMethod['drifted'],
  measure: DriftMethod['measure'],
): DriftMethod {
  return { score: 'distance', defaultThreshold, drifted, measure };
}

function ofNumbers(
  compare: (reference: Float64Array, current: Float64Array) => number,
): DriftMethod['measure'] {
  return (column) => {
    if (!isNumerical(column))
      throw new StatisticsError('INVALID_OPTION', 'this method compares numbers only');
    return compare(column.reference, column.current);
  };
}

function isNumerical(column: CleanColumn): column is CleanNumerical {
  return column.type === 'numerical';
}

function filledShares({ reference, current }: BinnedPair): [reference: Float64Array, current: Float64Array] {
  return [fillEmptyBins(sharesOf(reference)), fillEmptyBins(sharesOf(current))];
}

function sharesOf(counts: Float64Array): Float64Array {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => count / total);
}
