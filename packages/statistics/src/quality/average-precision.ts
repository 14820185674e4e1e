import { byFallingScore } from './labelled.ts';

/**
 * Area under the precision-recall curve as average precision: precision at each threshold, weighted by the recall that is
 * won there. Not interpolated, since the straight line between two points of that curve is too good (Davis and Goadrich,
 * 2006).
 *
 * @returns 0 to 1; NaN where no label is a yes.
 */
export function averagePrecision(scores: ArrayLike<number>, labels: ArrayLike<number>): number {
  let [positives, rows, weighted] = [0, 0, 0];
  for (const group of byFallingScore(scores, labels)) {
    positives += group.positives;
    rows += group.rows;
    weighted += group.positives * (positives / rows);
  }
  return weighted / positives;
}
