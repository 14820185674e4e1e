import type { FeatureWriteRequest } from '@lab/contracts';

export type FeatureRow = FeatureWriteRequest['rows'][number];

/**
 * Rows that are still to be written, the newest per customer: what a newer row replaces nobody would ever read. So
 * the backlog of an outage is as large as the number of customers, and not larger.
 */
export class FeatureBacklog {
  readonly #rows = new Map<string, FeatureRow>();

  get size(): number {
    return this.#rows.size;
  }

  put(row: FeatureRow): void {
    this.#rows.set(row.entity_id, row);
  }

  /** Takes at most `count` rows, the longest waiting first. */
  take(count: number): FeatureRow[] {
    const taken: FeatureRow[] = [];
    for (const [entityId, row] of this.#rows) {
      if (taken.length === count) break;
      taken.push(row);
      this.#rows.delete(entityId);
    }
    return taken;
  }

  /** Gives rows back whose write failed, unless a newer one has come meanwhile. */
  giveBack(rows: readonly FeatureRow[]): void {
    for (const row of rows) if (!this.#rows.has(row.entity_id)) this.put(row);
  }
}
