import { StatisticsError } from '../errors.ts';
import { hypergeometricProbability } from '../special/binomial.ts';
import type { TestResult } from './test-result.ts';

/** Tables count as equally probable within this: probabilities here have 13 digits, scipy's and R's comparisons 14 and 7. */
const EQUALLY_PROBABLE = 1 + 1e-10;

/** Terms below this share of the sum so far cannot change it. */
const NEGLIGIBLE = 1e-18;

/**
 * Fisher's exact test, two-sided, of the table [[a, b], [c, d]]: scipy's `fisher_exact`. The p value is the sum over
 * all tables with the same margins that are no more probable than this one. The statistic is the sample odds ratio
 * a d / (b c): infinite where b c is 0, NaN where a row or a column is empty (p value 1).
 *
 * @throws StatisticsError `INVALID_COUNT` unless all counts are whole and not negative.
 */
export function fisherExact([[a, b], [c, d]]: [[number, number], [number, number]]): TestResult {
  for (const count of [a, b, c, d]) {
    if (!(Number.isSafeInteger(count) && count >= 0)) {
      throw new StatisticsError('INVALID_COUNT', `a count must be whole and not negative, got ${count}`);
    }
  }
  if (a + b === 0 || c + d === 0 || a + c === 0 || b + d === 0) return { statistic: Number.NaN, pValue: 1 };
  const statistic = b * c > 0 ? (a * d) / (b * c) : Number.POSITIVE_INFINITY;
  return { statistic, pValue: Math.min(1, twoSidedP({ marked: a + b, unmarked: c + d, draws: a + c }, a)) };
}

/** What the margins of the table fix. */
interface Margins {
  marked: number;
  unmarked: number;
  draws: number;
}

function twoSidedP(margins: Margins, observed: number): number {
  const { marked, unmarked, draws } = margins;
  const lowest = Math.max(0, draws - unmarked);
  const highest = Math.min(marked, draws);
  const mode = Math.floor(((draws + 1) * (marked + 1)) / (marked + unmarked + 2));
  const limit = probabilityOf(margins, observed) * EQUALLY_PROBABLE;
  // Probabilities rise up to the mode and fall after it, so the improbable tables are the two ends.
  const lower = lastBelow(margins, limit, lowest - 1, mode, 1);
  const upper = lastBelow(margins, limit, highest + 1, mode, -1);
  if (lower >= upper) return 1;
  return tail(margins, lower, lowest, -1) + tail(margins, upper, highest, 1);
}

/** The table nearest to the mode whose probability is at most `limit`, by bisection from an end; the end if none. */
function lastBelow(margins: Margins, limit: number, end: number, mode: number, direction: 1 | -1): number {
  let improbable = 0;
  let probable = (mode - end) * direction + 1;
  while (probable - improbable > 1) {
    const middle = Math.floor((improbable + probable) / 2);
    if (probabilityOf(margins, end + direction * middle) <= limit) improbable = middle;
    else probable = middle;
  }
  return end + direction * improbable;
}

/** The sum of probabilities from `start` outwards to `end`, by the ratio of neighbours. */
function tail(margins: Margins, start: number, end: number, direction: 1 | -1): number {
  if ((end - start) * direction < 0) return 0;
  const { marked, unmarked, draws } = margins;
  let term = probabilityOf(margins, start);
  let sum = 0;
  for (let drawn = start; ; drawn += direction) {
    sum += term;
    if (drawn === end || term < NEGLIGIBLE * sum) return sum;
    term *=
      direction === 1
        ? ((marked - drawn) * (draws - drawn)) / ((drawn + 1) * (unmarked - draws + drawn + 1))
        : (drawn * (unmarked - draws + drawn)) / ((marked - drawn + 1) * (draws - drawn + 1));
  }
}

function probabilityOf({ marked, unmarked, draws }: Margins, drawn: number): number {
  return hypergeometricProbability(drawn, marked, unmarked, draws);
}
