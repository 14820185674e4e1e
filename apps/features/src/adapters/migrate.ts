import type { PoolClient } from 'pg';
import type { FeatureView } from '../domain/feature-view.ts';
import { columnType } from './column-type.ts';
import type { Migration } from './migrations.ts';

/** Any number that nobody else in this database locks. */
const MIGRATION_LOCK = 810_810_081;

/**
 * Applies what is missing in one transaction, so that a failure leaves nothing behind.
 *
 * Several instances may start at once: the first holds the lock until it commits, the others wait and find nothing to
 * do. The lock belongs to the transaction and not to the session: it cannot outlive a crash, and PGlite, whose clients
 * share one session, gives way only at the end of a transaction.
 */
export async function migrate(
  client: PoolClient,
  migrations: readonly Migration[],
  views: readonly FeatureView[],
): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    await client.query(
      `CREATE TABLE IF NOT EXISTS schema_migrations (
         name text PRIMARY KEY,
         applied_at timestamptz NOT NULL DEFAULT now()
       )`,
    );
    const { rows } = await client.query<{ name: string }>('SELECT name FROM schema_migrations');
    const applied = new Set(rows.map((row) => row.name));
    for (const { name, sql } of migrations) {
      if (applied.has(name)) continue;
      await client.query(sql);
      await client.query('INSERT INTO schema_migrations (name) VALUES ($1)', [name]);
    }
    for (const view of views) await addMissingColumns(client, view);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {}); // the connection may be what failed
    throw error;
  }
}

async function addMissingColumns(client: PoolClient, view: FeatureView): Promise<void> {
  const { rows } = await client.query<{ column_name: string }>(
    'SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1',
    [view.name],
  );
  const existing = new Set(rows.map((row) => row.column_name));
  const missing = view.features.filter((feature) => !existing.has(feature.name));
  if (missing.length === 0) return; // ALTER TABLE would wait for every reader even with nothing to add
  const additions = missing.map((feature) => `ADD COLUMN ${feature.name} ${columnType(feature)}`);
  await client.query(`ALTER TABLE ${view.name} ${additions.join(', ')}`);
}
