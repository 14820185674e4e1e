import type { Database, Statement } from '@lab/postgres';
import type { Decision, Role } from '../domain/prediction-event.ts';

/** Event time, in milliseconds since the epoch; `from` is excluded, `to` included. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

/** What a version answered and what was true, without the inputs. */
export interface Outcome {
  readonly modelVersion: string;
  readonly role: Role;
  readonly predictedAt: number;
  readonly latencyMs: number;
  /** Null where the version failed. */
  readonly score: number | null;
  readonly decision: Decision | null;
  /** Null while no label has come. */
  readonly isFraud: boolean | null;
}

/** One request as the answering version saw it. */
export interface FeatureRow {
  readonly modelVersion: string;
  readonly role: Role;
  readonly predictedAt: number;
  readonly score: number;
  readonly decision: Decision;
  readonly isFraud: boolean | null;
  readonly features: Readonly<Record<string, unknown>>;
  readonly entity: number | null;
}

/** Rows per statement, a hundredth of a second's work: a database with one session serves others in between. */
const PAGE_ROWS = 250;

const timeOf = (column: string): string => `(extract(epoch FROM ${column}) * 1000)::double precision`;

/** Newest first, in pages; the last row of a page is where the next one begins. */
function windowStatement(name: string, columns: string, condition: string): Statement {
  return {
    name,
    operation: 'read_window',
    text: `SELECT prediction_id, model_version, ${timeOf('predicted_at')}, ${columns}
      FROM monitor.predictions LEFT JOIN monitor.labels USING (prediction_id)
      WHERE model_name = $1 AND predicted_at > to_timestamp($2::double precision / 1000)
        AND (predicted_at, prediction_id, model_version) < (to_timestamp($3::double precision / 1000), $4::text, $5::text)
        AND ${condition}
      ORDER BY predicted_at DESC, prediction_id DESC, model_version DESC
      LIMIT $6`,
  };
}

const OUTCOMES = windowStatement('window.outcomes', 'role, latency_ms, score, decision, is_fraud', 'true');
const FEATURES = windowStatement(
  'window.features',
  'role, score, decision, is_fraud, features, entity',
  `role <> 'shadow' AND score IS NOT NULL`,
);
const SAMPLED_FEATURES = windowStatement(
  'window.sampled_features',
  'role, score, decision, is_fraud, features, entity',
  `sampled AND role <> 'shadow' AND score IS NOT NULL`,
);

// One step of the index per model, however many rows each has.
const MODELS: Statement = {
  name: 'window.models',
  operation: 'read_window',
  text: `WITH RECURSIVE model AS (
      (SELECT model_name FROM monitor.predictions ORDER BY model_name LIMIT 1)
      UNION ALL
      SELECT (SELECT p.model_name FROM monitor.predictions p WHERE p.model_name > model.model_name
              ORDER BY p.model_name LIMIT 1)
      FROM model WHERE model.model_name IS NOT NULL)
    SELECT model_name FROM model WHERE model_name IS NOT NULL`,
};

const DELAYS: Statement = {
  name: 'labels.recent_delays',
  operation: 'read_window',
  text: `SELECT extract(epoch FROM recent.labelled_at - predicted_at)::double precision
    FROM (SELECT prediction_id, labelled_at FROM monitor.labels WHERE joined_at IS NOT NULL
          ORDER BY joined_at DESC LIMIT $2) AS recent
    JOIN monitor.predictions USING (prediction_id)
    WHERE model_name = $1 AND role <> 'shadow'`,
};

type Keys = [predictionId: string, modelVersion: string, predictedAt: number];
type OutcomeRow = [
  ...Keys,
  role: Role,
  latencyMs: number,
  score: number | null,
  decision: Decision | null,
  isFraud: boolean | null,
];
type FeaturesRow = [
  ...Keys,
  role: Role,
  score: number,
  decision: Decision,
  isFraud: boolean | null,
  features: Record<string, unknown>,
  entity: number | null,
];

/** What the pipelines read: the newest predictions of a window, with their labels. */
export class WindowStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async models(): Promise<string[]> {
    return (await this.#database.query<[string]>(MODELS, [])).map(([name]) => name);
  }

  /** All roles, failures too, newest first; at most `limit`. */
  async outcomes(model: string, window: TimeWindow, limit: number): Promise<Outcome[]> {
    const rows = await this.#pages<OutcomeRow>(OUTCOMES, model, window, limit);
    return rows.map(([, modelVersion, predictedAt, role, latencyMs, score, decision, isFraud]) => ({
      modelVersion,
      predictedAt,
      role,
      latencyMs,
      score,
      decision,
      isFraud,
    }));
  }

  /** Answered requests with their inputs, newest first; at most `limit`. */
  async features(model: string, window: TimeWindow, limit: number): Promise<FeatureRow[]> {
    return (await this.#pages<FeaturesRow>(FEATURES, model, window, limit)).map(featureRow);
  }

  /** The same of the sampled predictions, which are kept longest. */
  async sampledFeatures(model: string, window: TimeWindow, limit: number): Promise<FeatureRow[]> {
    return (await this.#pages<FeaturesRow>(SAMPLED_FEATURES, model, window, limit)).map(featureRow);
  }

  /** Seconds from prediction to label of the labels that joined last. */
  async recentLabelDelays(model: string, limit: number): Promise<number[]> {
    return (await this.#database.query<[number]>(DELAYS, [model, limit])).map(([seconds]) => seconds);
  }

  async #pages<Row extends [...Keys, ...unknown[]]>(
    statement: Statement,
    model: string,
    { from, to }: TimeWindow,
    limit: number,
  ): Promise<Row[]> {
    const rows: Row[] = [];
    // Above every id, so that the first page begins with what happened at `to` itself.
    let [before, id, version] = [to, '\uffff', ''];
    while (rows.length < limit) {
      const size = Math.min(PAGE_ROWS, limit - rows.length);
      const page = await this.#database.query<Row>(statement, [model, from, before, id, version, size]);
      rows.push(...page);
      const last = page.at(-1);
      if (last === undefined || page.length < size) break;
      [id, version, before] = last;
    }
    return rows;
  }
}

function featureRow([
  ,
  modelVersion,
  predictedAt,
  role,
  score,
  decision,
  isFraud,
  features,
  entity,
]: FeaturesRow) {
  return { modelVersion, predictedAt, role, score, decision, isFraud, features, entity };
}
