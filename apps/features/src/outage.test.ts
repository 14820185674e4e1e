import { type AddressInfo, createServer, type Socket } from 'node:net';
import { eventually } from '@lab/instrumentation/testing';
import { startTestDatabase, type TestDatabase } from '@lab/postgres/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../test/features-app.ts';

const ROW = {
  entity_id: 'user_1',
  event_timestamp: '2026-03-01T12:00:00Z',
  features: {
    account_age_days: 1,
    transactions_last_hour: 1,
    transactions_last_day: 1,
    chargebacks_last_90d: 0,
  },
};

describe('the feature service without its database', { timeout: 60_000 }, () => {
  let database: TestDatabase;
  let service: TestApp;

  beforeAll(async () => {
    database = await startTestDatabase();
    await database.stop(); // the service starts first
    service = await startApp(database.url);
  }, 60_000);

  afterAll(async () => {
    await service?.app.close();
    await database?.close();
  });

  const ready = () => service.app.inject('/readyz');
  const becomes = (status: number) =>
    eventually(`/readyz says ${status}`, async () =>
      (await ready()).statusCode === status ? true : undefined,
    );
  const write = () => service.app.inject({ method: 'PUT', url: '/features', payload: { rows: [ROW] } });
  const lines = (event_type: string) => service.lines.filter((line) => line.event_type === event_type);

  it('start - when the database is absent - then is alive, not ready with the reason, and answers 503', async () => {
    await eventually('the first attempt fails', () => lines('database_unavailable')[0]);
    expect((await service.app.inject('/healthz')).statusCode).toBe(200);
    const readiness = await ready();
    expect(readiness.statusCode).toBe(503);
    expect(readiness.json().reasons).toEqual([expect.stringMatching(/^database: .*ECONNREFUSED/)]);
    const lookup = await service.app.inject('/features/user_1');
    expect(lookup.statusCode).toBe(503);
    expect(lookup.json().error.code).toBe('FEATURE_STORE_UNAVAILABLE');
    expect((await write()).statusCode).toBe(503);
  });

  it('start - when the database appears - then migrates it and serves, without a restart', async () => {
    await database.start();
    await becomes(200);
    expect(await database.sql('SELECT name FROM schema_migrations')).toEqual([
      { name: '0001_user_activity' },
    ]);
    expect((await write()).json()).toEqual({ stored: 1, stale: 0, rejected: [] });
    expect(lines('database_available')).toHaveLength(1);
  });

  it('outage - when the database goes - then metrics keep their last values, and one line tells it', async () => {
    const freshness = 'data_last_updated_timestamp{feature_view="user_activity"}';
    expect(await service.metric(freshness)).toBe(Date.parse(ROW.event_timestamp) / 1000);
    service.lines.length = 0;
    await database.stop();
    await becomes(503);

    const answers = await Promise.all(
      Array.from({ length: 20 }, () => service.app.inject('/features/user_1')),
    );
    expect(answers.every(({ statusCode }) => statusCode === 503)).toBe(true);
    expect(lines('database_unavailable')).toHaveLength(1);
    expect(await service.metric(freshness)).toBe(Date.parse(ROW.event_timestamp) / 1000);
  });

  it('outage - when the database is back - then serves what was stored, and is ready', async () => {
    await database.start();
    await becomes(200);
    const lookup = await service.app.inject('/features/user_1');
    expect(lookup.json().features.account_age_days).toBe(1);
  });

  it('outage - when the database comes back empty - then is migrated again', async () => {
    await database.sql('DROP TABLE user_activity, schema_migrations');
    expect((await service.app.inject('/features/user_1')).statusCode).toBe(503);
    await becomes(200);
    expect((await write()).json()).toEqual({ stored: 1, stale: 0, rejected: [] });
  });

  it('outage - when the database hangs - then a scrape does not', async () => {
    const hung = await startHungServer();
    const other = await startApp(hung.url);
    const startedAt = performance.now();
    const response = await other.app.inject('/metrics');
    expect(response.statusCode).toBe(200);
    expect(performance.now() - startedAt).toBeLessThan(1000);
    await other.app.close();
    await hung.close();
  });
});

/** Accepts connections and never says a word: a frozen database. */
async function startHungServer(): Promise<{ url: string; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `postgres://lab@127.0.0.1:${port}/lab`,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
