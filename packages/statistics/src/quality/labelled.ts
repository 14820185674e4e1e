import { StatisticsError } from '../errors.ts';

/** @throws StatisticsError LENGTH_MISMATCH or EMPTY_SAMPLE. */
export function requireSameLength(left: ArrayLike<unknown>, right: ArrayLike<unknown>): void {
  if (left.length !== right.length) {
    throw new StatisticsError('LENGTH_MISMATCH', `${left.length} rows against ${right.length}`);
  }
  if (left.length === 0) throw new StatisticsError('EMPTY_SAMPLE', 'there are no rows');
}

/** @throws StatisticsError INVALID_OPTION unless every label is 0 to 1. */
export function requireLabels(labels: ArrayLike<number>): void {
  for (let row = 0; row < labels.length; row += 1) {
    const label = labels[row] ?? Number.NaN;
    if (!(label >= 0 && label <= 1)) {
      throw new StatisticsError('INVALID_OPTION', `label ${label} in row ${row} is not between 0 and 1`);
    }
  }
}

/** Rows with one score: how many there are, and how many of them are a yes (a sum of shares where labels are shares). */
export interface TiedRows {
  readonly score: number;
  readonly rows: number;
  readonly positives: number;
}

/**
 * Rows by falling score, those with the same score together, so that what is computed from them does not depend on the
 * order of rows that the model could not tell apart.
 *
 * @throws StatisticsError also MISSING_VALUE for a score that is NaN.
 */
export function byFallingScore(scores: ArrayLike<number>, labels: ArrayLike<number>): TiedRows[] {
  requireSameLength(scores, labels);
  requireLabels(labels);
  const order = Uint32Array.from(scores, (_, row) => row).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  const groups: { score: number; rows: number; positives: number }[] = [];
  for (const row of order) {
    const score = scores[row] ?? Number.NaN;
    if (Number.isNaN(score)) throw new StatisticsError('MISSING_VALUE', `the score of row ${row} is NaN`);
    let group = groups.at(-1);
    if (group?.score !== score) {
      group = { score, rows: 0, positives: 0 };
      groups.push(group);
    }
    group.rows += 1;
    group.positives += labels[row] ?? 0;
  }
  return groups;
}
