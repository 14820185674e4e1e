import {
  eventually,
  OtlpCollector,
  type ServiceProcess,
  startServiceProcess,
} from '@lab/instrumentation/testing';
import { startTestDatabase, type TestDatabase } from '@lab/postgres/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { TEST_ENVIRONMENT } from '../test/monitor-app.ts';
import { deliver, idOf, prediction } from '../test/otlp-logs.ts';

describe('the service as a process', { timeout: 60_000 }, () => {
  let database: TestDatabase;
  let collector: OtlpCollector;
  let service: ServiceProcess | undefined;

  beforeAll(async () => {
    database = await startTestDatabase();
    collector = await OtlpCollector.start();
  }, 60_000);
  afterEach(() => {
    service?.kill();
  });
  afterAll(async () => {
    await collector?.stop();
    await database?.close();
  });

  const start = (env: Record<string, string>): ServiceProcess => {
    service = startServiceProcess({
      folder: new URL('..', import.meta.url),
      env: { OTEL_SERVICE_NAME: 'monitor', OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint, ...env },
    });
    return service;
  };
  const startOn = (url: string): ServiceProcess => start({ ...TEST_ENVIRONMENT, DATABASE_URL: url });

  it('boot - when the database is there - then serves, and ends with 0 on SIGTERM', async () => {
    const process = startOn(database.url);
    const url = await process.ready();
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await deliver(url, [prediction()])).status).toBe(200);
    expect(await process.stop()).toBe(0);
    expect(process.lines.at(-1)).toMatchObject({ event_type: 'service_closed' });
  });

  it('boot - when the database is absent - then listens, says why it is not ready, and still ends with 0', async () => {
    const process = startOn('postgres://lab@127.0.0.1:1/lab');
    const url = await process.url();
    const status = await eventually('the reason', async () => {
      const response = await fetch(`${url}/readyz`);
      const { reasons } = (await response.json()) as { reasons: string[] };
      return reasons[0]?.includes('ECONNREFUSED') ? response.status : undefined;
    });
    expect(status).toBe(503);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(await process.stop()).toBe(0);
  });

  it('boot - when the configuration is wrong - then exits with 1 and names every mistake', async () => {
    const process = start({ DATABASE_URL: 'mysql://elsewhere', MONITOR_MAX_BATCHES: 'many' });
    expect(await process.exitCode()).toBe(1);
    for (const key of ['DATABASE_URL', 'MONITOR_MAX_BATCHES', 'MODEL_REPOSITORY', 'ADMIN_TOKEN', 'PORT']) {
      expect(process.stderr).toContain(key);
    }
  });

  it('kill -9 - when the monitor dies between and within batches - then nothing is lost and nothing doubled', async () => {
    await database.sql('TRUNCATE monitor.predictions, monitor.labels');
    const batches = Array.from({ length: 30 }, () => Array.from({ length: 20 }, () => prediction()));
    const labels = batches.flat().map((record) => ({ id: idOf(record), isFraud: true }));
    let process = startOn(database.url);
    let url = await process.ready();
    /** As the Collector and the sender of labels do: the same batch again until it is taken. */
    const untilTaken = (what: string, send: () => Promise<Response>): Promise<true> =>
      eventually(what, async () => ((await send().catch(() => undefined))?.ok ? true : undefined), 30_000);
    const sending = Promise.all([
      (async () => {
        for (const batch of batches) await untilTaken('a batch of events', () => deliver(url, batch));
      })(),
      (async () => {
        for (let at = 0; at < labels.length; at += 20) {
          const body = JSON.stringify({
            labels: labels.slice(at, at + 20).map(({ id, isFraud }) => ({
              prediction_id: id,
              is_fraud: isFraud,
              labelled_at: '2026-01-01T00:00:00Z',
            })),
          });
          await untilTaken('a batch of labels', () =>
            fetch(`${url}/v1/labels`, {
              method: 'POST',
              headers: { 'content-type': 'application/json' },
              body,
            }),
          );
        }
      })(),
    ]);
    for (const stored of [100, 250, 400]) {
      await eventually('some are stored', async () => {
        const [row] = await database.sql<{ count: number }>(
          'SELECT count(*)::integer AS count FROM monitor.predictions',
        );
        return (row?.count ?? 0) >= stored ? true : undefined;
      });
      process.kill();
      await process.exitCode();
      process = startOn(database.url);
      url = await process.ready();
    }
    await sending;
    const [counts] = await database.sql(
      `SELECT (SELECT count(*) FROM monitor.predictions)::integer AS predictions,
              (SELECT count(DISTINCT prediction_id) FROM monitor.predictions)::integer AS distinct_predictions,
              (SELECT count(*) FROM monitor.labels)::integer AS labels`,
    );
    expect(counts).toEqual({ predictions: 600, distinct_predictions: 600, labels: 600 });
  });
});
