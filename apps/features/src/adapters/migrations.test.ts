import { migrate } from '@lab/postgres';
import { startTestDatabase, type TestDatabase } from '@lab/postgres/testing';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { USER_ACTIVITY } from '../domain/definitions.ts';
import type { FeatureView } from '../domain/feature-view.ts';
import { MIGRATIONS } from './migrations.ts';
import { addMissingColumns } from './missing-columns.ts';

const LARGER_VIEW: FeatureView = {
  ...USER_ACTIVITY,
  features: [
    ...USER_ACTIVITY.features,
    {
      name: 'devices_last_30d',
      description: 'Devices that paid in the last 30 days',
      type: 'integer',
      range: [0, 100],
      nullable: false,
      maxAgeSeconds: 86_400,
    },
  ],
};

/** The schema's history, then the columns of the view, as `openDatabase` asks for them. */
const migrateTo = (client: pg.PoolClient, view: FeatureView, migrations = MIGRATIONS): Promise<void> =>
  migrate(client, { migrations, afterwards: (same) => addMissingColumns(same, view) });

describe('migrate', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let client: pg.PoolClient;

  beforeAll(async () => {
    database = await startTestDatabase();
    pool = new pg.Pool({ connectionString: database.url, max: 3 });
  }, 60_000);
  beforeEach(async () => {
    await database.sql('DROP TABLE IF EXISTS user_activity, schema_migrations');
    client = await pool.connect();
  });
  afterEach(() => client.release());
  afterAll(async () => {
    await pool?.end();
    await database?.close();
  });

  const tables = async (): Promise<string[]> => {
    const rows = await database.sql<{ table_name: string }>(
      `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1`,
    );
    return rows.map((row) => row.table_name);
  };

  it('migrate - when run twice - then changes nothing the second time', async () => {
    await migrateTo(client, USER_ACTIVITY);
    const applied = await database.sql('SELECT * FROM schema_migrations');
    await migrateTo(client, USER_ACTIVITY);
    expect(await database.sql('SELECT * FROM schema_migrations')).toEqual(applied);
    expect(await tables()).toEqual(['schema_migrations', 'user_activity']);
  });

  it('migrate - when a feature was added to a view - then adds its column and keeps the rows', async () => {
    await migrateTo(client, USER_ACTIVITY);
    await database.sql(
      `INSERT INTO user_activity (entity_id, event_timestamp, account_age_days) VALUES ('user_1', now(), 7)`,
    );
    await migrateTo(client, LARGER_VIEW);
    expect(await database.sql('SELECT account_age_days, devices_last_30d FROM user_activity')).toEqual([
      { account_age_days: 7, devices_last_30d: null },
    ]);
  });

  it('migrate - when one migration fails - then nothing of the run stays behind', async () => {
    const broken = [...MIGRATIONS, { name: '0002_broken', sql: 'CREATE TABLE user_activity (id text)' }];
    await expect(migrateTo(client, USER_ACTIVITY, broken)).rejects.toThrow('already exists');
    expect(await tables()).toEqual([]);
  });

  it('migrate - when several instances start at once - then each finds the schema done', async () => {
    const others = [await pool.connect(), await pool.connect()];
    await Promise.all([client, ...others].map((each) => migrateTo(each, USER_ACTIVITY)));
    for (const other of others) other.release();
    expect(await database.sql('SELECT name FROM schema_migrations')).toHaveLength(MIGRATIONS.length);
  });
});
