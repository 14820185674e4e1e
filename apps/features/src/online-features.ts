import type { EntityFeatures, FeatureWriteRequest, FeatureWriteResponse } from '@lab/contracts';
import type { FeatureStore } from './adapters/feature-store.ts';
import { checkWrite } from './domain/check-write.ts';
import type { EntityRow } from './domain/entity-row.ts';
import type { FeatureView } from './domain/feature-view.ts';
import { type QualityIssue, qualityIssue } from './domain/quality-issue.ts';
import { entityFeatures } from './domain/serve.ts';
import type { FeatureViewMetrics } from './metrics.ts';

interface WriteOutcome {
  readonly response: FeatureWriteResponse;
  readonly issue: QualityIssue | undefined;
}

/** Lookups and writes of one feature view, counted. */
export class OnlineFeatures {
  readonly view: FeatureView;
  readonly #store: FeatureStore;
  readonly #metrics: FeatureViewMetrics;
  readonly #now: () => number;

  constructor(store: FeatureStore, metrics: FeatureViewMetrics, now: () => number) {
    this.view = store.view;
    this.#store = store;
    this.#metrics = metrics;
    this.#now = now;
  }

  /** One answer per id, in the order asked; an id asked twice is answered twice. */
  async lookup(entityIds: readonly string[]): Promise<EntityFeatures[]> {
    const rows = await this.#store.lookup(entityIds);
    const byId = new Map<string, EntityRow>(rows.map((row) => [row.entityId, row]));
    const now = this.#now();
    const answers = entityIds.map((id) => entityFeatures(this.view, id, byId.get(id), now));
    this.#metrics.countLookups(answers.length);
    for (const { statuses } of answers) {
      for (const name in statuses) this.#metrics.countValue(name, statuses[name] ?? 'missing');
    }
    return answers;
  }

  async write(rows: FeatureWriteRequest['rows']): Promise<WriteOutcome> {
    const checked = checkWrite(this.view, rows, this.#now());
    const stored = await this.#store.write(checked.rows);
    const response = {
      stored,
      stale: checked.rows.length - stored + checked.outdated,
      rejected: [...checked.failed],
    };
    // Counted once it is stored: a write that the database could not take will be sent again.
    this.#metrics.countWrite(response, checked.refused);
    for (const failure of checked.failed) this.#metrics.countFailedCheck(failure);
    if (checked.rows.length > 0) {
      this.#metrics.sawEvent(Math.max(...checked.rows.map((row) => row.eventTime)));
    }
    const entities = new Set(rows.map((row) => row.entity_id)).size;
    return { response, issue: qualityIssue(this.view.name, checked.failed, entities) };
  }
}
