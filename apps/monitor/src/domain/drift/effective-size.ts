/**
 * How much a window knows where its rows are not independent.
 *
 * Two payments of one customer share the customer's age, average and habits. A window of 5,000 rows of 2,000 customers
 * is nearly a sample of customers, and a test that takes it for 5,000 draws calls the choice of customers a drift. Survey
 * statistics know the remedy (Kish, "Survey sampling", 1965, section 5.4): rows count for 1 / (1 + (n - 1) c r), where c
 * is the chance that two rows are of the same entity and r how alike two rows of one entity are.
 */
export interface Clustering {
  /** Chance that two rows drawn from the window are of the same entity. */
  readonly sameEntity: number;
  /** Rows of each entity that has more than one. */
  readonly groups: readonly Int32Array[];
  readonly rows: number;
}

/** @param entities one key per row; undefined for a row of nobody known, which stands for itself */
export function clusteringOf(entities: readonly (number | undefined)[]): Clustering {
  const byEntity = new Map<number, number[]>();
  for (const [row, entity] of entities.entries()) {
    if (entity === undefined) continue;
    const rows = byEntity.get(entity);
    if (rows === undefined) byEntity.set(entity, [row]);
    else rows.push(row);
  }
  const groups = [...byEntity.values()]
    .filter(({ length }) => length > 1)
    .map((rows) => Int32Array.from(rows));
  const rows = entities.length;
  const pairs = groups.reduce((sum, { length }) => sum + length * (length - 1), 0);
  return { sameEntity: rows < 2 ? 0 : pairs / (rows * (rows - 1)), groups, rows };
}

/**
 * How alike two rows of one entity are, from 0 (as any two rows) to 1 (equal): the mean product of the deviations of all
 * such pairs over the variance (the pairwise estimator of the intraclass correlation; Fisher, 1925, section 38).
 *
 * @param values one per row, as ranks or indicators: a correlation of raw amounts is one of their largest; NaN is left out
 */
export function likeness({ groups }: Clustering, values: Float64Array): number {
  let sum = 0;
  let count = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    sum += value;
    count += 1;
  }
  const mean = sum / count;
  let variance = 0;
  for (const value of values) if (!Number.isNaN(value)) variance += (value - mean) ** 2 / count;
  if (!(variance > 0)) return 0;
  let products = 0;
  let pairs = 0;
  for (const rows of groups) {
    let [total, squares, size] = [0, 0, 0];
    for (const row of rows) {
      const value = values[row] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      total += value - mean;
      squares += (value - mean) ** 2;
      size += 1;
    }
    products += total * total - squares;
    pairs += size * (size - 1);
  }
  return pairs === 0 ? 0 : Math.min(1, Math.max(0, products / pairs / variance));
}

/** Independent rows that know as much as `rows` clustered ones. */
export const effectiveRows = (rows: number, sameEntity: number, alike: number): number =>
  rows / (1 + Math.max(0, rows - 1) * sameEntity * alike);

/**
 * The window size at which a calibration against `referenceRows` independent rows has the noise of this comparison.
 *
 * The noise in a difference of two samples goes with 1 / reference + 1 / window. The reference was drawn from entities
 * too; that its entities return as often as the window's is assumed, since a profile keeps no names.
 */
export function equivalentWindow(
  window: { readonly rows: number; readonly sameEntity: number; readonly alike: number },
  referenceRows: number,
): number {
  const noise =
    1 / effectiveRows(window.rows, window.sameEntity, window.alike) +
    1 / effectiveRows(referenceRows, window.sameEntity, window.alike);
  return Math.max(1, Math.floor(1 / (noise - 1 / referenceRows)));
}
