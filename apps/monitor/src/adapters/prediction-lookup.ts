import type { Database, Statement } from '@lab/postgres';

/** One version's answer as it is stored; times are ISO 8601, absent facts null. */
interface StoredPrediction {
  readonly prediction_id: string;
  readonly model_name: string;
  readonly model_version: string;
  readonly role: string;
  readonly predicted_at: string;
  readonly latency_ms: number;
  readonly score: number | null;
  readonly decision: string | null;
  readonly features_source: string | null;
  readonly features: Record<string, unknown> | null;
  readonly error_code: string | null;
  readonly trace_id: string | null;
  readonly is_fraud: boolean | null;
  readonly labelled_at: string | null;
}

const iso = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const BY_ID: Statement = {
  name: 'predictions.by_id',
  operation: 'lookup',
  text: `SELECT json_build_object('prediction_id', prediction_id, 'model_name', model_name,
      'model_version', model_version, 'role', role, 'predicted_at', ${iso('predicted_at')},
      'latency_ms', latency_ms, 'score', score, 'decision', decision, 'features_source', features_source,
      'features', features, 'error_code', error_code, 'trace_id', trace_id,
      'is_fraud', is_fraud, 'labelled_at', ${iso('labelled_at')})
    FROM monitor.predictions LEFT JOIN monitor.labels USING (prediction_id)
    WHERE prediction_id = $1 ORDER BY role = 'shadow', model_version`,
};

/** The answers under one prediction id: that of the version that answered first, then those of shadows. */
export async function lookUpPrediction(database: Database, id: string): Promise<StoredPrediction[]> {
  return (await database.query<[StoredPrediction]>(BY_ID, [id])).map(([row]) => row);
}
