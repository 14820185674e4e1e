import type { Migration } from '@lab/postgres';

export const SCHEMA = 'monitor';

/** The schema's history, applied in order and once each. Never edit an entry that has run somewhere: append. */
export const MIGRATIONS: readonly Migration[] = [
  {
    name: '0001_predictions_and_labels',
    // A request with shadows has one row per version under the same prediction_id; a label is about the request.
    // `score`, `decision` and `features` are null, and `error_code` is not, where the version failed. `sampled` rows
    // are kept longer than the rest: what the last days looked like. `entity` is
    // a hash of the customer's pseudonym: rows of one customer are not independent, and drift must know.
    sql: `
      CREATE TABLE monitor.predictions (
        prediction_id text NOT NULL,
        model_version text NOT NULL,
        model_name text NOT NULL,
        role text NOT NULL,
        predicted_at timestamptz NOT NULL,
        latency_ms double precision NOT NULL,
        score double precision,
        decision text,
        features_source text,
        features jsonb,
        error_code text,
        trace_id text,
        sampled boolean NOT NULL,
        entity integer,
        PRIMARY KEY (prediction_id, model_version)
      );
      CREATE INDEX predictions_by_time ON monitor.predictions (model_name, predicted_at);
      CREATE INDEX predictions_sampled_by_time ON monitor.predictions (model_name, predicted_at) WHERE sampled;
      CREATE TABLE monitor.labels (
        prediction_id text PRIMARY KEY,
        is_fraud boolean NOT NULL,
        labelled_at timestamptz NOT NULL,
        received_at timestamptz NOT NULL DEFAULT now(),
        joined_at timestamptz
      );
      CREATE INDEX labels_waiting ON monitor.labels (received_at) WHERE joined_at IS NULL;
      CREATE INDEX labels_joined ON monitor.labels (joined_at) WHERE joined_at IS NOT NULL;`,
  },
  {
    name: '0002_drift_reports',
    sql: `
      CREATE TABLE monitor.drift_reports (
        id text PRIMARY KEY,
        model_name text NOT NULL,
        created_at timestamptz NOT NULL,
        report jsonb NOT NULL
      );
      CREATE INDEX drift_reports_by_time ON monitor.drift_reports (model_name, created_at);`,
  },
  {
    name: '0003_experiments',
    // Sums of what champion and challenger have done since an experiment began; rows themselves are deleted before it ends.
    sql: `
      CREATE TABLE monitor.experiments (
        model_name text NOT NULL,
        challenger_version text NOT NULL,
        format integer NOT NULL,
        revision integer NOT NULL,
        state jsonb NOT NULL,
        updated_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (model_name, challenger_version)
      );`,
  },
];
