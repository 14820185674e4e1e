import { createTelemetry } from '@lab/instrumentation';
import { eventually } from '@lab/instrumentation/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from './database.ts';
import { observePool } from './observe-pool.ts';
import { startTestDatabase, type TestDatabase } from './testing/index.ts';

describe('observePool', { timeout: 60_000 }, () => {
  let server: TestDatabase;
  let database: Database;
  const telemetry = createTelemetry({
    service: 'pool-test',
    version: 'test',
    environment: 'test',
    logLevel: 'info',
    userIdSalt: 'a salt for tests only',
    logDestination: { write: () => {} },
  });

  beforeAll(async () => {
    server = await startTestDatabase();
    database = new Database({
      url: server.url,
      application: 'pool-test',
      poolSize: 2,
      timeoutMs: 5000,
      logger: telemetry.logger,
      migrate: async () => {},
      observeQuery: () => {},
      unavailable: () => new Error('unavailable'),
    });
    database.start();
    observePool(telemetry.metrics, database);
    await eventually('ready', async () =>
      (await database.reasonNotReady()) === undefined ? true : undefined,
    );
  }, 60_000);
  afterAll(async () => {
    await database?.close();
    await server?.close();
  });

  const connections = async (): Promise<Record<string, number>> => {
    const { body } = await telemetry.metrics.expose();
    const found = [...body.matchAll(/^database_pool_connections\{state="(\w+)"\} (\d+)$/gm)];
    return Object.fromEntries(found.map(([, state = '', count]) => [state, Number(count)]));
  };

  it('scrape - when more clients are wanted than there are - then it tells who works and who waits', async () => {
    const first = await database.pool.connect();
    const second = await database.pool.connect();
    const third = database.pool.connect();
    expect(await connections()).toEqual({ idle: 0, busy: 2, waiting: 1 });
    first.release();
    (await third).release();
    second.release();
    expect(await connections()).toEqual({ idle: 2, busy: 0, waiting: 0 });
  });
});
