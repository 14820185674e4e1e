import { StatisticsError } from '../errors.ts';
import { type NumericValues, type SortedSample, sortedPair } from '../samples/sorted-sample.ts';
import { walkTies } from '../samples/ties.ts';
import type { TestResult } from './test-result.ts';

/** Table 2 of Scholz and Stephens for two samples: the critical values at these significances. */
const SIGNIFICANCES = [0.25, 0.1, 0.05, 0.025, 0.01, 0.005, 0.001];
const CRITICAL_VALUES = [
  0.675 - 0.245 - 0.105,
  1.281 + 0.25 - 0.305,
  1.645 + 0.678 - 0.362,
  1.96 + 1.149 - 0.391,
  2.326 + 1.822 - 0.396,
  2.573 + 2.364 - 0.345,
  3.085 + 3.615 - 0.154,
];
const LOG_SIGNIFICANCE = parabolaThrough(CRITICAL_VALUES, SIGNIFICANCES.map(Math.log));

/** Fewer pooled values than this have no variance. */
const SMALLEST_POOL = 4;

/**
 * The Anderson-Darling test for two samples, scipy's `anderson_ksamp([reference, current], variant='midrank')`, after
 * Scholz and Stephens ("K-Sample Anderson-Darling Tests", 1987). The p value comes from a parabola through the logarithms
 * of seven tabulated significances and is never outside 0.001 to 0.25.
 *
 * Missing values are left out, infinities rank as they compare.
 *
 * @throws StatisticsError `EMPTY_SAMPLE`; `CONSTANT_SAMPLE` where all values of both samples are equal;
 * `SAMPLE_TOO_SMALL` for fewer than four values in all.
 */
export function andersonDarling(
  reference: NumericValues | SortedSample,
  current: NumericValues | SortedSample,
): TestResult {
  const [sortedReference, sortedCurrent] = sortedPair(reference, current);
  const sizes: [number, number] = [sortedReference.size, sortedCurrent.size];
  if (sizes[0] + sizes[1] < SMALLEST_POOL) {
    throw new StatisticsError('SAMPLE_TOO_SMALL', 'the Anderson-Darling test needs four values in all');
  }
  const statistic = (midrankCriterion(sortedReference, sortedCurrent) - 1) / Math.sqrt(varianceOf(...sizes));
  return { statistic, pValue: interpolateP(statistic) };
}

/** Equation 7 of Scholz and Stephens. */
function midrankCriterion(reference: SortedSample, current: SortedSample): number {
  const m = reference.size;
  const n = current.size;
  const total = m + n;
  let below = 0;
  let referenceBelow = 0;
  let sum = 0;
  walkTies(reference, current, (inReference, inCurrent) => {
    const tied = inReference + inCurrent;
    if (tied === total) {
      throw new StatisticsError('CONSTANT_SAMPLE', 'the Anderson-Darling test needs two different values');
    }
    const middle = below + tied / 2;
    const excess = total * (referenceBelow + inReference / 2) - middle * m;
    // For two samples the excess of one is the shortfall of the other.
    sum += ((tied / total) * excess ** 2) / (middle * (total - middle) - (total * tied) / 4);
    below += tied;
    referenceBelow += inReference;
  });
  return (((total - 1) / total) * sum * total) / (m * n);
}

/** Equation 4 of Scholz and Stephens for k = 2. */
function varianceOf(m: number, n: number): number {
  const total = m + n;
  const inverses = 1 / m + 1 / n;
  let h = 0;
  let g = 0;
  for (let i = total - 1; i > 1; i -= 1) {
    h += 1 / i;
    g += h / (total - i + 1);
  }
  h += 1;
  const a = 4 * g - 6 + (10 - 6 * g) * inverses;
  const b = 4 * (2 * g - 4) + 16 * h + (2 * g - 14 * h - 4) * inverses - 8 * h + 4 * g - 6;
  const c = 4 * (6 * h + 2 * g - 2) + 2 * (4 * h - 4 * g + 6) + (2 * h - 6) * inverses + 4 * h;
  const d = 4 * (2 * h + 6) - 8 * h;
  return (a * total ** 3 + b * total ** 2 + c * total + d) / ((total - 1) * (total - 2) * (total - 3));
}

function interpolateP(statistic: number): number {
  if (statistic < (CRITICAL_VALUES[0] as number)) return SIGNIFICANCES[0] as number;
  if (statistic > (CRITICAL_VALUES.at(-1) as number)) return SIGNIFICANCES.at(-1) as number;
  const [constant, slope, curvature] = LOG_SIGNIFICANCE;
  return Math.exp(constant + statistic * (slope + statistic * curvature));
}

/** Least squares by orthogonal polynomials (Forsythe). */
function parabolaThrough(xs: readonly number[], ys: readonly number[]): [number, number, number] {
  const weightedMean = (weights: readonly number[]) =>
    sumOf(xs.map((x, i) => x * (weights[i] as number))) / sumOf(weights);
  const centre = weightedMean(xs.map(() => 1));
  const linear = xs.map((x) => x - centre);
  const squares = linear.map((value) => value ** 2);
  const shift = weightedMean(squares);
  const offset = sumOf(squares) / xs.length;
  const quadratic = xs.map((x, i) => (x - shift) * (linear[i] as number) - offset);
  const project = (basis: readonly number[]) =>
    sumOf(basis.map((value, i) => value * (ys[i] as number))) / sumOf(basis.map((value) => value ** 2));
  const mean = sumOf(ys) / ys.length;
  const slope = project(linear);
  const curvature = project(quadratic);
  return [
    mean - slope * centre + curvature * (shift * centre - offset),
    slope - curvature * (shift + centre),
    curvature,
  ];
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
