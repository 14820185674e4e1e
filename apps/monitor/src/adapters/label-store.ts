import type { Database, Statement } from '@lab/postgres';
import type { Decision, Role } from '../domain/prediction-event.ts';
import { chunks } from './chunks.ts';

export interface Label {
  readonly predictionId: string;
  readonly isFraud: boolean;
  /** Milliseconds since the epoch. */
  readonly labelledAt: number;
}

/** What storing made of a label; whether its prediction is there is another question. */
type StoredAs = 'new' | 'duplicate' | 'conflicting';

/** A prediction that has just met its label; a shadow's row comes with that of the version that answered. */
export interface JoinedPrediction {
  readonly predictionId: string;
  readonly modelName: string;
  readonly modelVersion: string;
  readonly role: Role;
  /** Null where the version failed. */
  readonly score: number | null;
  readonly decision: Decision | null;
  /** EUR; null where the event named none. */
  readonly amount: number | null;
  readonly isFraud: boolean;
  /** Label minus prediction, in event time. */
  readonly delaySeconds: number;
}

type UpsertRow = [id: string, inserted: boolean];
type KnownRow = [id: string, isFraud: boolean];
type JoinRow = [
  predictionId: string,
  modelName: string,
  modelVersion: string,
  role: Role,
  score: number | null,
  decision: Decision | null,
  amount: number | null,
  isFraud: boolean,
  delaySeconds: number,
];

const KNOWN: Statement = {
  name: 'labels.known',
  operation: 'store_labels',
  text: 'SELECT prediction_id, is_fraud FROM monitor.labels WHERE prediction_id = ANY($1)',
};

// The newest word counts: a chargeback that is taken back comes as a second label. The first time stays where the
// word stays, since it says how long the truth took.
const UPSERT: Statement = {
  name: 'labels.upsert',
  operation: 'store_labels',
  text: `INSERT INTO monitor.labels AS known (prediction_id, is_fraud, labelled_at)
    SELECT prediction_id, is_fraud, to_timestamp(labelled_at_ms / 1000)
    FROM unnest($1::text[], $2::boolean[], $3::double precision[]) AS label (prediction_id, is_fraud, labelled_at_ms)
    ORDER BY prediction_id
    ON CONFLICT (prediction_id) DO UPDATE
      SET is_fraud = excluded.is_fraud, labelled_at = excluded.labelled_at
      WHERE excluded.is_fraud <> known.is_fraud AND excluded.labelled_at > known.labelled_at
    RETURNING prediction_id, (xmax = 0)`,
};

const joinSql = (which: string): string => `
  WITH joined AS (
    UPDATE monitor.labels AS label SET joined_at = now()
    WHERE joined_at IS NULL AND ${which} AND EXISTS (
      SELECT FROM monitor.predictions AS answer
      WHERE answer.prediction_id = label.prediction_id AND answer.role <> 'shadow')
    RETURNING prediction_id, is_fraud, labelled_at)
  SELECT prediction_id, model_name, model_version, role, score, decision,
    CASE WHEN jsonb_typeof(features -> 'amount') = 'number' THEN (features ->> 'amount')::double precision END,
    is_fraud, extract(epoch FROM labelled_at - predicted_at)::double precision
  FROM joined JOIN monitor.predictions USING (prediction_id)`;

const JOIN: Statement = {
  name: 'labels.join',
  operation: 'join_labels',
  text: joinSql('prediction_id = ANY($1)'),
};

const JOIN_LEFT_BEHIND: Statement = {
  name: 'labels.join_left_behind',
  operation: 'join_labels',
  text: joinSql(`prediction_id IN (
      SELECT waiting.prediction_id FROM monitor.labels AS waiting
      WHERE waiting.joined_at IS NULL AND EXISTS (
        SELECT FROM monitor.predictions AS answer
        WHERE answer.prediction_id = waiting.prediction_id AND answer.role <> 'shadow')
      LIMIT $1)`),
};

const IDS_PER_STATEMENT = 1000;
/** Labels that one sweep joins; more wait for the next one. */
const SWEEP_ROWS = 5000;

/** Labels, and the one moment at which each meets its prediction. */
export class LabelStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Stores labels; when this returns, they are committed.
   * @param labels at most one per prediction
   * @returns what became of each, by prediction id
   */
  async store(labels: readonly Label[]): Promise<Map<string, StoredAs>> {
    const known = await this.#database.query<KnownRow>(KNOWN, [
      labels.map(({ predictionId }) => predictionId),
    ]);
    const before = new Map(known);
    const rows = await this.#database.query<UpsertRow>(UPSERT, [
      labels.map(({ predictionId }) => predictionId),
      labels.map(({ isFraud }) => isFraud),
      labels.map(({ labelledAt }) => labelledAt),
    ]);
    const inserted = new Set(rows.filter(([, isNew]) => isNew).map(([id]) => id));
    return new Map(
      labels.map(({ predictionId, isFraud }) => {
        if (inserted.has(predictionId)) return [predictionId, 'new'];
        const contradicts = before.has(predictionId) && before.get(predictionId) !== isFraud;
        return [predictionId, contradicts ? 'conflicting' : 'duplicate'];
      }),
    );
  }

  /**
   * Joins those labels among `predictionIds` that wait and whose prediction is there, each exactly once over all
   * replicas and time. To be called after either side has been committed: whoever comes second sees both.
   */
  async join(predictionIds: readonly string[]): Promise<JoinedPrediction[]> {
    const joined: JoinedPrediction[] = [];
    for (const chunk of chunks(predictionIds, IDS_PER_STATEMENT)) {
      joined.push(...(await this.#database.query<JoinRow>(JOIN, [chunk])).map(joinedPrediction));
    }
    return joined;
  }

  /** Joins what a crash between the two steps has left behind. */
  async joinLeftBehind(): Promise<JoinedPrediction[]> {
    const rows = await this.#database.query<JoinRow>(JOIN_LEFT_BEHIND, [SWEEP_ROWS]);
    return rows.map(joinedPrediction);
  }
}

function joinedPrediction(row: JoinRow): JoinedPrediction {
  const [predictionId, modelName, modelVersion, role, score, decision, amount, isFraud, delaySeconds] = row;
  return { predictionId, modelName, modelVersion, role, score, decision, amount, isFraud, delaySeconds };
}
