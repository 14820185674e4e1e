import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { startServiceProcess } from '@lab/instrumentation/testing';
import type { World } from '@lab/model/world';
import { startTestDatabase, type TestDatabase } from '@lab/postgres/testing';
import { onTestFinished } from 'vitest';
import { ADMIN_TOKEN } from './autopilot-app.ts';

/** A database in which the real monitor has made its tables. */
export async function startMonitorDatabase(): Promise<TestDatabase> {
  const database = await startTestDatabase();
  onTestFinished(() => database.close());
  const monitor = startServiceProcess({
    folder: new URL('../../monitor/', import.meta.url),
    env: {
      PORT: '0',
      OTEL_SERVICE_NAME: 'monitor',
      OTEL_SDK_DISABLED: 'true',
      USER_ID_SALT: 'a salt for tests only',
      ADMIN_TOKEN,
      DATABASE_URL: database.url,
      MODEL_REPOSITORY: fileURLToPath(new URL('../../../models', import.meta.url)),
    },
  });
  onTestFinished(() => monitor.kill());
  await monitor.ready();
  await monitor.stop();
  return database;
}

/** Stores the next predictions of a world with their labels, 50 a second, the newest one now or at that moment. */
export async function storeLabelled(
  database: TestDatabase,
  world: World,
  rows: number,
  until: number = Date.now(),
): Promise<void> {
  const drawn = Array.from({ length: rows }, (_, row) => {
    const at = new Date(until - (rows - 1 - row) * 20);
    const { transaction, userFeatures, isFraud } = world.nextTransaction(at);
    const { transaction_id: _id, user_id: _user, ...inputs } = transaction;
    return { id: randomUUID(), at, features: JSON.stringify({ ...inputs, ...userFeatures }), isFraud };
  });
  await database.sql(
    `INSERT INTO monitor.predictions
       (prediction_id, model_version, model_name, role, predicted_at, latency_ms, score, decision, features_source, features, sampled)
     SELECT id, '1', 'fraud-detection', 'champion', at, 1, 0.1, 'approve', 'online', features::jsonb, false
     FROM unnest($1::text[], $2::timestamptz[], $3::text[]) AS event (id, at, features)`,
    [
      drawn.map(({ id }) => id),
      drawn.map(({ at }) => at.toISOString()),
      drawn.map(({ features }) => features),
    ],
  );
  await database.sql(
    `INSERT INTO monitor.labels (prediction_id, is_fraud, labelled_at, joined_at)
     SELECT id, is_fraud, now(), now() FROM unnest($1::text[], $2::boolean[]) AS label (id, is_fraud)`,
    [drawn.map(({ id }) => id), drawn.map(({ isFraud }) => isFraud)],
  );
}
