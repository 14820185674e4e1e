import type { Database, Statement } from '@lab/postgres';
import type { LabelledEvent } from '../learning/fresh-rows.ts';

/** Rows per statement: a database with one session serves others in between. */
const PAGE_ROWS = 1000;

/**
 * The monitor's schema, read and never written: labelled predictions as the version that answered saw them, newest first.
 * What was scored from default features says nothing about its customer.
 */
const LABELLED: Statement = {
  name: 'training.labelled',
  operation: 'read_window',
  text: `SELECT prediction_id, (extract(epoch FROM predicted_at) * 1000)::double precision, features, is_fraud
    FROM monitor.predictions JOIN monitor.labels USING (prediction_id)
    WHERE model_name = $1 AND predicted_at >= to_timestamp($2::double precision / 1000)
      AND (predicted_at, prediction_id) < (to_timestamp($3::double precision / 1000), $4::text)
      AND role <> 'shadow' AND score IS NOT NULL AND features_source = 'online'
    ORDER BY predicted_at DESC, prediction_id DESC
    LIMIT $5`,
};
type Row = [predictionId: string, predictedAt: number, features: unknown, isFraud: boolean];

/** Above every id. */
const LAST_ID = '\uffff';

/** Fresh predictions whose truth is known. */
export class TrainingData {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * The newest labelled predictions since a moment, oldest first; at most `limit`.
   * @param since milliseconds since the epoch
   * @throws the database's error where it is away
   */
  async since(model: string, since: number, limit: number): Promise<LabelledEvent[]> {
    const events: LabelledEvent[] = [];
    let [before, id] = [Date.now() + 3_600_000, LAST_ID];
    while (events.length < limit) {
      const size = Math.min(PAGE_ROWS, limit - events.length);
      const page = await this.#database.query<Row>(LABELLED, [model, since, before, id, size]);
      for (const [, predictedAt, features, isFraud] of page) events.push({ predictedAt, features, isFraud });
      const last = page.at(-1);
      if (last === undefined || page.length < size) break;
      [id, before] = last;
    }
    return events.reverse();
  }
}
