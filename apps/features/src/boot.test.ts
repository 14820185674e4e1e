import {
  attributesOf,
  eventually,
  hexOf,
  OtlpCollector,
  type ServiceProcess,
  startServiceProcess,
} from '@lab/instrumentation/testing';
import { startTestDatabase, type TestDatabase } from '@lab/postgres/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

const SALT = 'a salt for tests only';

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
      env: {
        PORT: '0',
        OTEL_SERVICE_NAME: 'features',
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
        ...env,
      },
    });
    return service;
  };

  it('boot - when the database is there - then serves, and ends with 0 on SIGTERM', async () => {
    const process = start({ USER_ID_SALT: SALT, DATABASE_URL: database.url });
    const url = await process.url();
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    await process.ready();
    expect((await fetch(`${url}/features/user_1`)).status).toBe(200);
    expect(await process.stop()).toBe(0);
    expect(process.lines.at(-1)).toMatchObject({ event_type: 'service_closed' });
  });

  it('boot - when the database is absent - then listens, says why it is not ready, and still ends with 0', async () => {
    const process = start({ USER_ID_SALT: SALT, DATABASE_URL: 'postgres://lab@127.0.0.1:1/lab' });
    const url = await process.url();
    const readiness = await eventually('the reason', async () => {
      const response = await fetch(`${url}/readyz`);
      const body = (await response.json()) as { reasons: string[] };
      return body.reasons[0]?.includes('ECONNREFUSED') ? { status: response.status } : undefined;
    });
    expect(readiness.status).toBe(503);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(await process.stop()).toBe(0);
  });

  it('boot - when the configuration is wrong - then exits with 1 and names every mistake', async () => {
    const process = start({ DATABASE_URL: 'mysql://elsewhere', DATABASE_POOL_SIZE: 'many' });
    expect(await process.exitCode()).toBe(1);
    expect(process.stderr).toContain('DATABASE_URL');
    expect(process.stderr).toContain('DATABASE_POOL_SIZE');
    expect(process.stderr).toContain('USER_ID_SALT');
  });

  it("tracing - when an entity is looked up - then the SQL span is the SERVER span's child, without the id", async () => {
    const process = start({ USER_ID_SALT: SALT, DATABASE_URL: database.url });
    const url = await process.ready();
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    await fetch(`${url}/features/user_secret`, {
      headers: { traceparent: `00-${traceId}-b7ad6b7169203331-01` },
    });

    const spans = await eventually('both spans', () => {
      const received = collector.spans.filter((span) => hexOf(span.trace_id) === traceId);
      return received.length >= 2 ? received : undefined;
    });
    const server = spans.find((span) => span.kind === 'SPAN_KIND_SERVER');
    const sql = spans.find((span) => span.kind === 'SPAN_KIND_CLIENT');
    if (server === undefined || sql === undefined) throw new Error('no SERVER span or no SQL span');
    expect(server.name).toBe('GET /features/:entity_id');
    expect(hexOf(server.parent_span_id)).toBe('b7ad6b7169203331');
    expect(sql.name).toBe('user_activity.lookup');
    expect(sql.parent_span_id).toBe(server.span_id);
    expect(attributesOf(sql)).toMatchObject({
      'db.system.name': 'postgresql',
      'db.query.text': expect.stringContaining('WHERE entity_id = ANY($1)'),
    });
    expect(JSON.stringify(sql)).not.toContain('user_secret');
  });
});
