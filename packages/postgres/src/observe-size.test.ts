import { createTelemetry, type Telemetry } from '@lab/instrumentation';
import { eventually } from '@lab/instrumentation/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from './database.ts';
import { observeSize } from './observe-size.ts';
import { startTestDatabase, type TestDatabase } from './testing/index.ts';

const AT_EVERY_SCRAPE = 0;

describe('observeSize', { timeout: 60_000 }, () => {
  let server: TestDatabase;
  let database: Database;
  let telemetry: Telemetry;

  beforeAll(async () => {
    telemetry = createTelemetry({
      service: 'size-test',
      version: 'test',
      environment: 'test',
      logLevel: 'info',
      userIdSalt: 'a salt for tests only',
      logDestination: { write: () => {} },
    });
    server = await startTestDatabase();
    database = new Database({
      url: server.url,
      application: 'size-test',
      poolSize: 2,
      timeoutMs: 5000,
      logger: telemetry.logger,
      migrate: async () => {},
      observeQuery: () => {},
      unavailable: () => new Error('unavailable'),
    });
    observeSize(telemetry.metrics, database, AT_EVERY_SCRAPE);
  }, 60_000);
  afterAll(async () => {
    await database?.close();
    await server?.close();
  });

  const size = async (): Promise<number | undefined> => {
    const { body } = await telemetry.metrics.expose();
    const found = /^database_size_bytes (\S+)$/m.exec(body);
    return found === null ? undefined : Number(found[1]);
  };
  const asked = async (): Promise<number | undefined> =>
    (await server.sql<{ bytes: number }>('SELECT pg_database_size(current_database())::float8 AS bytes'))[0]
      ?.bytes;

  it('scrape - when the database has not answered yet - then there is no size, and later the one that it tells itself', async () => {
    expect(await size()).toBeUndefined();
    const first = await eventually('a size', size);
    expect(first).toBeGreaterThan(1_000_000);
    expect(first).toBe(await asked());
  });

  it('scrape - when rows come - then it grows, and it stays while the database is away', async () => {
    const before = await eventually('a size', size);
    await server.sql(
      "CREATE TABLE growing AS SELECT repeat('x', 1000) AS text FROM generate_series(1, 2000)",
    );
    const after = await eventually('more', async () => {
      const now = (await size()) ?? 0;
      return now > before + 1_000_000 ? now : undefined;
    });
    await server.stop();
    expect(await size()).toBe(after);
    expect(await size()).toBe(after);
    await server.start();
  });
});
