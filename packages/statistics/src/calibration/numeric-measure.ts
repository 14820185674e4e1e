import { StatisticsError } from '../errors.ts';
import { finiteValues, type NumericValues, SortedSample } from '../samples/index.ts';
import type { CellCounts, DriftMeasure } from './drift-measure.ts';
import { kolmogorovNull } from './kolmogorov-null.ts';

/**
 * `kolmogorov_smirnov`: largest gap between the two distribution functions, 0 to 1. Its null distribution does not
 * depend on the shape of the feature, so the rate of false alarms holds for heavy tails too.
 *
 * `wasserstein`: mean distance that values must move to turn one sample into the other, in standard deviations of the
 * reference (Evidently's normed Wasserstein distance). Finds shifts of a light-tailed feature with fewer rows; for a
 * heavy-tailed one it alarms too often, because no bootstrap draws the outliers that the reference has not seen.
 */
export type NumericScore = 'wasserstein' | 'kolmogorov_smirnov';

/**
 * Share of values that are distinct from which a reference counts as continuous. The exact distribution is that without
 * ties; a few make it conservative by less than one step of the statistic.
 */
const CONTINUOUS_FROM = 0.95;

/**
 * @param reference values of the feature when nothing has drifted; missing and infinite ones are left out.
 * @throws StatisticsError EMPTY_SAMPLE without a finite value, CONSTANT_SAMPLE where all are equal: a distance in units
 * of the spread has no meaning then, use `categoryMeasure`.
 */
export function numericMeasure(
  reference: NumericValues,
  score: NumericScore,
): DriftMeasure<number | null | undefined> {
  const sorted = sortedFinite(reference);
  if (sorted.length === 0) throw new StatisticsError('EMPTY_SAMPLE', 'the reference has no finite value');
  const { values, counts } = distinct(sorted);
  if (values.length === 1)
    throw new StatisticsError('CONSTANT_SAMPLE', 'all values of the reference are equal');
  const steps = score === 'wasserstein' ? meanDistance(populationDeviation(sorted)) : largestGap;
  const wholeReference = { values, counts, total: sorted.length };
  const ofSorted = (window: Float64Array) => {
    const { visit, result } = steps();
    sweep(wholeReference, { ...distinct(window), total: window.length }, visit);
    return result();
  };
  const isContinuous = values.length >= CONTINUOUS_FROM * sorted.length;
  const [lowest = 0, highest = 0] = [values[0], values.at(-1)];
  return {
    referenceSize: sorted.length,
    weights: Float64Array.from(counts),
    largestScore: Math.max(ofSorted(Float64Array.of(lowest)), ofSorted(Float64Array.of(highest))),
    ...(score === 'kolmogorov_smirnov' && isContinuous
      ? { exactNull: (windowSize: number) => kolmogorovNull(sorted.length, windowSize) }
      : {}),
    betweenCounts(left, right) {
      const { visit, result } = steps();
      sweepCells(values, left, right, visit);
      return result();
    },
    ofWindow(window) {
      const sortedWindow = sortedFinite(window);
      return { score: sortedWindow.length === 0 ? 0 : ofSorted(sortedWindow), n: sortedWindow.length };
    },
  };
}

/** A sample as ascending values, each with how often it occurs. */
interface Sample extends CellCounts {
  readonly values: Float64Array;
}

/** Both distribution functions after each of their steps: the gap between them, and the distance to the next step. */
type Visit = (gap: number, width: number) => void;

/** What a score makes of the steps. */
interface Steps {
  visit: Visit;
  result(): number;
}

const largestGap = (): Steps => {
  let largest = 0;
  return {
    visit: (gap) => {
      if (gap > largest) largest = gap;
    },
    result: () => largest,
  };
};

const meanDistance = (unit: number) => (): Steps => {
  let area = 0;
  return {
    visit: (gap, width) => {
      area += gap * width;
    },
    result: () => area / unit,
  };
};

/** For samples whose values differ. */
function sweep(left: Sample, right: Sample, visit: Visit): void {
  let [leftBelow, rightBelow] = [0, 0];
  for (let [i, j] = [0, 0]; i < left.values.length || j < right.values.length; ) {
    const here = Math.min(
      left.values[i] ?? Number.POSITIVE_INFINITY,
      right.values[j] ?? Number.POSITIVE_INFINITY,
    );
    if (left.values[i] === here) leftBelow += left.counts[i++] ?? 0;
    if (right.values[j] === here) rightBelow += right.counts[j++] ?? 0;
    const next = Math.min(
      left.values[i] ?? Number.POSITIVE_INFINITY,
      right.values[j] ?? Number.POSITIVE_INFINITY,
    );
    const gap = Math.abs(leftBelow / left.total - rightBelow / right.total);
    visit(gap, next === Number.POSITIVE_INFINITY ? 0 : next - here);
  }
}

/** For samples that count the same values: the loop that every draw of the null distribution runs. */
function sweepCells(values: Float64Array, left: CellCounts, right: CellCounts, visit: Visit): void {
  let [leftBelow, rightBelow] = [0, 0];
  for (let cell = 0; cell < values.length; cell += 1) {
    leftBelow += left.counts[cell] ?? 0;
    rightBelow += right.counts[cell] ?? 0;
    const here = values[cell] ?? 0;
    visit(Math.abs(leftBelow / left.total - rightBelow / right.total), (values[cell + 1] ?? here) - here);
  }
}

function sortedFinite(values: NumericValues): Float64Array {
  return SortedSample.adopt(finiteValues(values)).values;
}

function distinct(sorted: Float64Array): { values: Float64Array; counts: Uint32Array } {
  const values = new Float64Array(sorted.length);
  const counts = new Uint32Array(sorted.length);
  let cell = -1;
  for (const value of sorted) {
    if (cell < 0 || value !== values[cell]) values[++cell] = value;
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  return { values: values.subarray(0, cell + 1), counts: counts.subarray(0, cell + 1) };
}

function populationDeviation(values: Float64Array): number {
  let mean = 0;
  for (const value of values) mean += value / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return Math.sqrt(squares / values.length);
}
