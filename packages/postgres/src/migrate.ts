import type { PoolClient } from 'pg';

export interface Migration {
  readonly name: string;
  readonly sql: string;
}

export interface MigrationOptions {
  /** Applied in order and once each. */
  readonly migrations: readonly Migration[];
  /** Created if it is not there, and holds the history; the connection's own schema where it is left out. */
  readonly schema?: string;
  /** What the history cannot say, in the same transaction and at every start: it must find its own work done. */
  readonly afterwards?: (client: PoolClient) => Promise<void>;
}

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
  { migrations, schema, afterwards }: MigrationOptions,
): Promise<void> {
  const history = schema === undefined ? 'schema_migrations' : `${schema}.schema_migrations`;
  await client.query('BEGIN');
  try {
    await client.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    if (schema !== undefined) await client.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
    await client.query(
      `CREATE TABLE IF NOT EXISTS ${history} (
         name text PRIMARY KEY,
         applied_at timestamptz NOT NULL DEFAULT now()
       )`,
    );
    const { rows } = await client.query<{ name: string }>(`SELECT name FROM ${history}`);
    const applied = new Set(rows.map((row) => row.name));
    for (const { name, sql } of migrations) {
      if (applied.has(name)) continue;
      await client.query(sql);
      await client.query(`INSERT INTO ${history} (name) VALUES ($1)`, [name]);
    }
    await afterwards?.(client);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {}); // the connection may be what failed
    throw error;
  }
}
