import { eventually } from '@lab/instrumentation/testing';
import { startTestDatabase, type TestDatabase } from '@lab/postgres/testing';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { startApp, type TestApp } from './features-app.ts';

/** What the services of these tests take for the present. */
export const NOW = Date.parse('2026-03-01T12:00:00.000Z');
export const at = (secondsAgo: number): string => new Date(NOW - secondsAgo * 1000).toISOString();

/** A row of the view, whole and valid. */
export const VALUES = {
  account_age_days: 400,
  transactions_last_hour: 1,
  transactions_last_day: 3,
  average_amount_30d: 42.5,
  chargebacks_last_90d: 0,
  days_since_last_transaction: 0.25,
};

export const row = (entity_id: string, features: object = VALUES, event_timestamp = at(60)) => ({
  entity_id,
  event_timestamp,
  features,
});

export const allFeatures = <Value>(value: Value): Record<string, Value> =>
  Object.fromEntries(Object.keys(VALUES).map((name) => [name, value]));

export interface FeatureService {
  get(url: string): Promise<LightMyRequestResponse>;
  post(url: string, body: object): Promise<LightMyRequestResponse>;
  /** `PUT /features`: rows as objects, or a body as it is. */
  write(rows: readonly object[] | string): Promise<LightMyRequestResponse>;
  /** Asks the database itself. */
  sql: TestDatabase['sql'];
  /** Everything that was logged in this test, or what is of one `event_type`. */
  lines(eventType?: string): readonly Record<string, unknown>[];
  /** @returns the value of a series as a scrape sees it; undefined where there is none */
  metric(series: string): Promise<number | undefined>;
  /** @returns how much the series has grown by the work */
  increase(series: string, work: () => Promise<unknown>): Promise<number>;
  /** Another instance over the same database, ready; the caller closes it. */
  another(): Promise<TestApp>;
}

/** The service over a database of the test file's own, which is empty when a test begins. */
export function featureService(): FeatureService {
  let database: TestDatabase;
  let service: TestApp;
  const start = async (): Promise<TestApp> => {
    const started = await startApp(database.url, () => NOW);
    await eventually('ready', async () =>
      (await started.app.inject('/readyz')).statusCode === 200 ? true : undefined,
    );
    return started;
  };

  beforeAll(async () => {
    database = await startTestDatabase();
    service = await start();
  }, 60_000);
  afterAll(async () => {
    await service?.app.close();
    await database?.close();
  });
  beforeEach(async () => {
    await database.sql('TRUNCATE user_activity');
    service.lines.length = 0;
  });

  return {
    get: (url) => service.app.inject(url),
    post: (url, payload) => service.app.inject({ method: 'POST', url, payload }),
    write: (rows) =>
      service.app.inject({
        method: 'PUT',
        url: '/features',
        headers: { 'content-type': 'application/json' },
        payload: typeof rows === 'string' ? rows : { rows },
      }),
    sql: (text, values) => database.sql(text, values),
    lines: (eventType) =>
      eventType === undefined
        ? service.lines
        : service.lines.filter(({ event_type }) => event_type === eventType),
    metric: (series) => service.metric(series),
    async increase(series, work) {
      const before = (await service.metric(series)) ?? 0;
      await work();
      return ((await service.metric(series)) ?? 0) - before;
    },
    another: start,
  };
}
