import type { Comparison } from '@lab/drift-report';
import { actionScore } from '@lab/statistics/calibration';
import { chiSquareUpperTail } from '@lab/statistics/special';
import type { LabelledScore } from './drift-input.ts';

/** Frauds, and non-frauds, that a group must be expected to hold, so that its count is nearly normal. */
const LEAST_EXPECTED = 5;
const MOST_GROUPS = 10;
const LEAST_ROWS = 100;
/** How much likelier a false warning may be than a false alarm. */
const WARNING_FACTOR = 10;

/**
 * Whether labels still follow the score: Hosmer and Lemeshow's statistic of a model that was fitted elsewhere
 * ("Applied Logistic Regression", 2013, section 5.2.2), which is chi-square with one degree per group.
 *
 * Groups are neighbours in the score. The window's size is in the statistic itself: no reference sample is needed, since
 * a calibrated score says how many frauds each group should hold.
 *
 * @param alpha chance of a false alarm
 */
export function conceptDrift(rows: readonly LabelledScore[], alpha: number): Comparison {
  const base = { name: 'concept', method: 'chi_square', reference_samples: 0, current_samples: rows.length };
  const groups = groupsByScore(rows);
  if (rows.length < LEAST_ROWS || groups.length < 2) {
    return { ...base, state: 'insufficient_data', needed_samples: LEAST_ROWS, bins: [] };
  }
  const statistic = groups.reduce(
    (sum, { frauds, expected, variance }) => sum + (frauds - expected) ** 2 / variance,
    0,
  );
  const threshold = chiSquareQuantile(alpha, groups.length);
  const warningThreshold = chiSquareQuantile(Math.min(0.5, alpha * WARNING_FACTOR), groups.length);
  return {
    ...base,
    state: statistic >= threshold ? 'drift' : statistic >= warningThreshold ? 'warning' : 'ok',
    score: actionScore(statistic, { threshold, warningThreshold }),
    statistic,
    threshold,
    warning_threshold: warningThreshold,
    p_value: chiSquareUpperTail(statistic, groups.length),
    effect_size:
      groups.reduce((sum, { frauds, expected }) => sum + Math.abs(frauds - expected), 0) / rows.length,
    effective_samples: rows.length,
    // Of all frauds: where the score put them, and where they were.
    bins: shares(groups),
  };
}

interface Group {
  frauds: number;
  expected: number;
  variance: number;
  rows: number;
  upTo: number;
}

function groupsByScore(rows: readonly LabelledScore[]): Group[] {
  const ascending = [...rows].sort((a, b) => a.score - b.score);
  const least = Math.max(1, Math.floor(rows.length / MOST_GROUPS));
  const groups: Group[] = [];
  let group: Group = { frauds: 0, expected: 0, variance: 0, rows: 0, upTo: 0 };
  for (const { score, isFraud } of ascending) {
    group.frauds += isFraud ? 1 : 0;
    group.expected += score;
    group.variance += score * (1 - score);
    group.rows += 1;
    group.upTo = score;
    const enough = Math.min(group.expected, group.rows - group.expected) >= LEAST_EXPECTED;
    if (group.rows >= least && enough) {
      groups.push(group);
      group = { frauds: 0, expected: 0, variance: 0, rows: 0, upTo: 0 };
    }
  }
  // What is left over belongs to the last group.
  const last = groups.at(-1);
  if (last !== undefined && group.rows > 0) {
    last.frauds += group.frauds;
    last.expected += group.expected;
    last.variance += group.variance;
    last.rows += group.rows;
    last.upTo = group.upTo;
  }
  return groups;
}

function shares(groups: readonly Group[]): Comparison['bins'] {
  const [expected, frauds] = [sum(groups, 'expected'), sum(groups, 'frauds')];
  return groups.map((group, index) => ({
    label: String(index + 1).padStart(2, '0'),
    title: `score ≤ ${group.upTo.toPrecision(2)}`,
    reference: group.expected / expected,
    current: frauds === 0 ? 0 : group.frauds / frauds,
  }));
}

const sum = (groups: readonly Group[], key: 'expected' | 'frauds'): number =>
  groups.reduce((total, group) => total + group[key], 0);

/** The value that a chi-square variable exceeds with chance `alpha`, by bisection. */
function chiSquareQuantile(alpha: number, degrees: number): number {
  let [low, high] = [0, degrees];
  while (chiSquareUpperTail(high, degrees) > alpha) high *= 2;
  for (let halving = 0; halving < 60; halving += 1) {
    const middle = (low + high) / 2;
    if (chiSquareUpperTail(middle, degrees) > alpha) low = middle;
    else high = middle;
  }
  return high;
}
