import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Migration, migrate } from './migrate.ts';
import { startTestDatabase, type TestDatabase } from './testing/index.ts';

const NOTES: Migration = { name: '0001_notes', sql: 'CREATE TABLE notes (id text)' };

describe('migrate', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let client: pg.PoolClient;

  beforeAll(async () => {
    database = await startTestDatabase();
    pool = new pg.Pool({ connectionString: database.url, max: 1 });
  }, 60_000);
  beforeEach(async () => {
    await database.sql('DROP TABLE IF EXISTS notes, schema_migrations');
    await database.sql('DROP SCHEMA IF EXISTS apart CASCADE');
    client = await pool.connect();
  });
  afterEach(() => client.release());
  afterAll(async () => {
    await pool?.end();
    await database?.close();
  });

  const histories = async (): Promise<string[]> => {
    const rows = await database.sql<{ table_schema: string }>(
      `SELECT table_schema FROM information_schema.tables WHERE table_name = 'schema_migrations'`,
    );
    return rows.map((row) => row.table_schema);
  };

  it("migrate - when no schema is named - then the history is in the connection's own", async () => {
    await migrate(client, { migrations: [NOTES] });
    expect(await histories()).toEqual(['public']);
  });

  it('migrate - when a schema is named - then it is made and holds the history', async () => {
    await migrate(client, { migrations: [NOTES], schema: 'apart' });
    expect(await histories()).toEqual(['apart']);
    expect(await database.sql('SELECT name FROM apart.schema_migrations')).toEqual([{ name: NOTES.name }]);
  });

  it('migrate - when nothing is missing - then afterwards runs all the same', async () => {
    const addNote = async (same: pg.PoolClient): Promise<void> => {
      await same.query(`INSERT INTO notes VALUES ('seen')`);
    };
    await migrate(client, { migrations: [NOTES], afterwards: addNote });
    await migrate(client, { migrations: [NOTES], afterwards: addNote });
    expect(await database.sql('SELECT id FROM notes')).toEqual([{ id: 'seen' }, { id: 'seen' }]);
  });

  it('migrate - when afterwards fails - then the migrations before it are undone', async () => {
    const afterwards = async (same: pg.PoolClient): Promise<void> => {
      await same.query('SELECT missing FROM notes');
    };
    await expect(migrate(client, { migrations: [NOTES], afterwards })).rejects.toThrow('does not exist');
    expect(await histories()).toEqual([]);
  });
});
