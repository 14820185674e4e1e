import { StatisticsError } from '../errors.ts';
import { type Interval, normalReach } from './interval.ts';
import { byFallingScore, type TiedRows } from './labelled.ts';

/**
 * Area under the ROC curve: the chance that a yes scores higher than a no, an equal score counting half.
 *
 * @param labels 1 for yes, 0 for no; a share counts as that much of a yes and the rest of a no.
 * @returns 0 to 1; NaN where all labels are the same.
 */
export function rocAuc(scores: ArrayLike<number>, labels: ArrayLike<number>): number {
  const groups = byFallingScore(scores, labels);
  const { positives, negatives } = totals(groups);
  let [positivesAbove, area] = [0, 0];
  for (const group of groups) {
    area += (group.rows - group.positives) * (positivesAbove + group.positives / 2);
    positivesAbove += group.positives;
  }
  return area / (positives * negatives);
}

export interface RocAucEstimate extends Interval {
  readonly rocAuc: number;
  readonly standardError: number;
}

/**
 * ROC AUC with the confidence interval of DeLong, DeLong and Clarke-Pearson (1988), which assumes nothing of how scores
 * are distributed. In n log n by ranks (Sun and Xu, 2014). The interval is the normal one, cut at 0 and 1.
 *
 * @param labels 0 or 1.
 * @throws StatisticsError SAMPLE_TOO_SMALL with fewer than two rows of either label: their variance is unknown.
 */
export function rocAucInterval(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  level = 0.95,
): RocAucEstimate {
  const groups = byFallingScore(scores, labels);
  const { positives, negatives } = totals(groups);
  if (positives < 2 || negatives < 2) {
    throw new StatisticsError('SAMPLE_TOO_SMALL', 'DeLong needs two rows of either label');
  }
  let [positivesAbove, negativesAbove, area, squaresOfPositives, squaresOfNegatives] = [0, 0, 0, 0, 0];
  for (const group of groups) {
    const groupNegatives = group.rows - group.positives;
    // A row's placement: the share of the other label that it is on the right side of.
    const negativesBelow = (negatives - negativesAbove - groupNegatives / 2) / negatives;
    const positivesOver = (positivesAbove + group.positives / 2) / positives;
    area += group.positives * negativesBelow;
    squaresOfPositives += group.positives * negativesBelow ** 2;
    squaresOfNegatives += groupNegatives * positivesOver ** 2;
    positivesAbove += group.positives;
    negativesAbove += groupNegatives;
  }
  const auc = area / positives;
  const variance =
    (squaresOfPositives / positives - auc ** 2) / (positives - 1) +
    (squaresOfNegatives / negatives - auc ** 2) / (negatives - 1);
  const standardError = Math.sqrt(Math.max(0, variance));
  const reach = normalReach(level) * standardError;
  return { rocAuc: auc, standardError, lower: Math.max(0, auc - reach), upper: Math.min(1, auc + reach) };
}

function totals(groups: readonly TiedRows[]): { positives: number; negatives: number } {
  let [positives, rows] = [0, 0];
  for (const group of groups) {
    positives += group.positives;
    rows += group.rows;
  }
  return { positives, negatives: rows - positives };
}
