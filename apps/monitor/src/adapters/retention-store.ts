import type { Database, Statement } from '@lab/postgres';

const ROWS_PER_DELETE = 5000;

const statement = (name: string, text: string): Statement => ({
  name: `retention.${name}`,
  operation: 'retention',
  text,
});

const PREDICTIONS = statement(
  'predictions',
  `DELETE FROM monitor.predictions WHERE ctid = ANY(ARRAY(
     SELECT ctid FROM monitor.predictions
     WHERE model_name = $1 AND predicted_at < to_timestamp($2::double precision / 1000) AND NOT sampled
     LIMIT $3))
   RETURNING 1`,
);
const SAMPLED_PREDICTIONS = statement(
  'sampled',
  `DELETE FROM monitor.predictions WHERE ctid = ANY(ARRAY(
     SELECT ctid FROM monitor.predictions
     WHERE model_name = $1 AND predicted_at < to_timestamp($2::double precision / 1000)
     LIMIT $3))
   RETURNING 1`,
);
const JOINED_LABELS = statement(
  'joined_labels',
  `DELETE FROM monitor.labels WHERE ctid = ANY(ARRAY(
     SELECT ctid FROM monitor.labels WHERE joined_at < to_timestamp($1::double precision / 1000) LIMIT $2))
   RETURNING 1`,
);
const WAITING_LABELS = statement(
  'waiting_labels',
  `DELETE FROM monitor.labels WHERE ctid = ANY(ARRAY(
     SELECT ctid FROM monitor.labels
     WHERE joined_at IS NULL AND received_at < to_timestamp($1::double precision / 1000) LIMIT $2))
   RETURNING 1`,
);
const REPORTS = statement(
  'reports',
  `DELETE FROM monitor.drift_reports WHERE ctid = ANY(ARRAY(
     SELECT ctid FROM monitor.drift_reports WHERE created_at < to_timestamp($1::double precision / 1000) LIMIT $2))
   RETURNING 1`,
);
const EXPERIMENTS = statement(
  'experiments',
  `DELETE FROM monitor.experiments WHERE ctid = ANY(ARRAY(
     SELECT ctid FROM monitor.experiments WHERE updated_at < to_timestamp($1::double precision / 1000) LIMIT $2))
   RETURNING 1`,
);
const COUNT = statement(
  'count',
  'SELECT model_name, count(*)::integer FROM monitor.predictions GROUP BY model_name',
);

const VACUUM = { operation: 'retention' } as const;

/** Deletes what is older than it is kept, a batch per statement, so that nobody waits for long. */
export class RetentionStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Times in milliseconds since the epoch. @returns rows deleted */
  async predictions(model: string, olderThan: number, sampledOlderThan: number): Promise<number> {
    const plain = await this.#untilDone(PREDICTIONS, [model, olderThan]);
    return plain + (await this.#untilDone(SAMPLED_PREDICTIONS, [model, sampledOlderThan]));
  }

  joinedLabels(olderThan: number): Promise<number> {
    return this.#untilDone(JOINED_LABELS, [olderThan]);
  }

  waitingLabels(olderThan: number): Promise<number> {
    return this.#untilDone(WAITING_LABELS, [olderThan]);
  }

  reports(olderThan: number): Promise<number> {
    return this.#untilDone(REPORTS, [olderThan]);
  }

  /** Those that nobody has answered in since. */
  experiments(olderThan: number): Promise<number> {
    return this.#untilDone(EXPERIMENTS, [olderThan]);
  }

  /**
   * Makes the space of what was deleted usable again. PostgreSQL does so by itself; PGlite has no background worker, and
   * would grow for ever.
   */
  async vacuum(): Promise<void> {
    for (const table of ['predictions', 'labels', 'drift_reports', 'experiments']) {
      await this.#database.query({ ...VACUUM, name: `vacuum.${table}`, text: `VACUUM monitor.${table}` }, []);
    }
  }

  /** Predictions in the store, by model. */
  async counts(): Promise<[model: string, predictions: number][]> {
    return this.#database.query<[string, number]>(COUNT, []);
  }

  async #untilDone(what: Statement, values: unknown[]): Promise<number> {
    let deleted = 0;
    for (;;) {
      const { length } = await this.#database.query(what, [...values, ROWS_PER_DELETE]);
      deleted += length;
      if (length < ROWS_PER_DELETE) return deleted;
    }
  }
}
