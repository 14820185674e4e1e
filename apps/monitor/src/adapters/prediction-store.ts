import type { Database, Statement } from '@lab/postgres';
import type { PredictionEvent } from '../domain/prediction-event.ts';
import { isSampled } from '../domain/sampling.ts';
import { chunks } from './chunks.ts';

/** Rows per statement: enough to spare round trips, few enough that one database session serves others in between. */
const ROWS_PER_INSERT = 500;

const INSERT: Statement = {
  name: 'predictions.insert',
  operation: 'store_events',
  // Sorted, because two batches that hold the same events in other orders would wait for each other for ever.
  text: `INSERT INTO monitor.predictions
      (prediction_id, model_version, model_name, role, predicted_at, latency_ms, score, decision, features_source,
       features, error_code, trace_id, sampled, entity)
    SELECT prediction_id, model_version, model_name, role, to_timestamp(predicted_at_ms / 1000), latency_ms, score,
      decision, features_source, features::jsonb, error_code, trace_id, sampled, entity
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::double precision[], $6::double precision[],
      $7::double precision[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::boolean[], $14::integer[])
      AS event (prediction_id, model_version, model_name, role, predicted_at_ms, latency_ms, score, decision,
        features_source, features, error_code, trace_id, sampled, entity)
    ORDER BY prediction_id, model_version
    ON CONFLICT DO NOTHING
    RETURNING prediction_id, model_version`,
};

/** Where prediction events are kept: each once, however often it is delivered. */
export class PredictionStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Stores what is not there yet. When this returns, everything is committed.
   * @returns the events that were new, each once
   * @throws StoreUnavailable; a part of the events may be stored then, and storing them again changes nothing
   */
  async insert(events: readonly PredictionEvent[]): Promise<PredictionEvent[]> {
    const stored: PredictionEvent[] = [];
    for (const chunk of chunks(events, ROWS_PER_INSERT)) {
      const rows = await this.#database.query<[id: string, version: string]>(INSERT, columnsOf(chunk));
      const fresh = new Set(rows.map(([id, version]) => `${id}/${version}`));
      // Taken out of the set: the same event twice in one batch was stored once.
      stored.push(...chunk.filter((event) => fresh.delete(`${event.predictionId}/${event.modelVersion}`)));
    }
    return stored;
  }
}

function columnsOf(events: readonly PredictionEvent[]): unknown[] {
  return [
    events.map(({ predictionId }) => predictionId),
    events.map(({ modelVersion }) => modelVersion),
    events.map(({ modelName }) => modelName),
    events.map(({ role }) => role),
    events.map(({ predictedAt }) => predictedAt),
    events.map(({ latencyMs }) => latencyMs),
    events.map(({ outcome }) => outcome?.score ?? null),
    events.map(({ outcome }) => outcome?.decision ?? null),
    events.map(({ outcome }) => outcome?.featuresSource ?? null),
    events.map(({ outcome }) => outcome?.featuresJson ?? null),
    events.map(({ errorCode }) => errorCode ?? null),
    events.map(({ traceId }) => traceId ?? null),
    events.map(({ predictionId }) => isSampled(predictionId)),
    events.map(({ entity }) => entity ?? null),
  ];
}
