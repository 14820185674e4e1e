import { eventually } from '@lab/instrumentation/testing';
import { startTestDatabase, type TestDatabase } from '@lab/postgres/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../test/features-app.ts';

const NOW = Date.parse('2026-03-01T12:00:00.000Z');
const at = (secondsAgo: number): string => new Date(NOW - secondsAgo * 1000).toISOString();
const VALUES = {
  account_age_days: 400,
  transactions_last_hour: 1,
  transactions_last_day: 3,
  average_amount_30d: 42.5,
  chargebacks_last_90d: 0,
  days_since_last_transaction: 0.25,
};

describe('the feature service', () => {
  let database: TestDatabase;
  let service: TestApp;

  beforeAll(async () => {
    database = await startTestDatabase();
    service = await startApp(database.url, () => NOW);
    await eventually('ready', async () => (await isReady()) || undefined);
  }, 60_000);

  afterAll(async () => {
    await service?.app.close();
    await database?.close();
  });

  beforeEach(async () => {
    await database.sql('TRUNCATE user_activity');
    service.lines.length = 0;
  });

  const isReady = async (): Promise<boolean> => (await service.app.inject('/readyz')).statusCode === 200;

  const write = (rows: object[]) =>
    service.app.inject({ method: 'PUT', url: '/features', payload: { rows } });
  const row = (entity_id: string, features: object = VALUES, event_timestamp = at(60)) => ({
    entity_id,
    event_timestamp,
    features,
  });
  const post = (url: string, payload: object) => service.app.inject({ method: 'POST', url, payload });

  const line = (event_type: string) => service.lines.filter((entry) => entry.event_type === event_type);
  const increase = async (series: string, work: () => Promise<unknown>): Promise<number> => {
    const before = (await service.metric(series)) ?? 0;
    await work();
    return ((await service.metric(series)) ?? 0) - before;
  };

  describe('GET /features/:entity_id', () => {
    it('lookup - when the entity was written - then answers its values and counts them', async () => {
      await write([row('user_1')]);
      let response = await service.app.inject('/features/user_1');
      expect(response.statusCode).toBe(200);
      expect(response.json()).toEqual({
        entity_id: 'user_1',
        features: VALUES,
        statuses: allFeatures('present'),
        event_timestamp: at(60),
      });

      const series =
        'feature_values_total{feature_view="user_activity",feature_name="average_amount_30d",status="present"}';
      const counted = await increase(series, async () => {
        response = await service.app.inject('/features/user_1');
      });
      expect(counted).toBe(1);
    });

    it('lookup - when the entity is unknown - then every feature is missing', async () => {
      const response = await service.app.inject('/features/nobody');
      expect(response.statusCode).toBe(200);
      expect(response.json()).toEqual({
        entity_id: 'nobody',
        features: allFeatures(null),
        statuses: allFeatures('missing'),
        event_timestamp: null,
      });
    });

    it('lookup - when the event is older than a feature may be - then that feature is stale and still served', async () => {
      await write([row('user_1', VALUES, at(2 * 3600))]);
      const { features, statuses } = (await service.app.inject('/features/user_1')).json();
      expect(features.transactions_last_hour).toBe(1);
      expect(statuses).toEqual({ ...allFeatures('present'), transactions_last_hour: 'stale' });
    });

    it('lookup - when the id is malformed - then answers 400 with a code', async () => {
      const response = await service.app.inject('/features/a%20b');
      expect(response.statusCode).toBe(400);
      expect(response.json().error).toMatchObject({
        code: 'INVALID_REQUEST',
        message: expect.stringContaining('entity_id'),
      });
    });
  });

  describe('POST /features/lookup', () => {
    it('lookup - when asked for many - then answers in the order asked, duplicates and unknown ids included', async () => {
      await write([row('user_1'), row('user_2', { ...VALUES, account_age_days: 2 })]);
      const asked = ['user_2', 'nobody', 'user_1', 'user_2'];
      const { entities } = (await post('/features/lookup', { entity_ids: asked })).json();
      expect(entities.map((entity: { entity_id: string }) => entity.entity_id)).toEqual(asked);
      expect(entities.map((entity: { features: typeof VALUES }) => entity.features.account_age_days)).toEqual(
        [2, null, 400, 2],
      );
    });

    it('lookup - when asked for 500 entities - then sends one statement', async () => {
      const entity_ids = Array.from({ length: 500 }, (_, index) => `user_${index}`);
      const statements = await increase(
        'feature_store_query_duration_seconds_count{operation="lookup"}',
        () => post('/features/lookup', { entity_ids }),
      );
      expect(statements).toBe(1);
    });

    it.each([
      ['no ids', { entity_ids: [] }],
      ['a number for an id', { entity_ids: [17] }],
      ['an unknown field', { entity_ids: ['user_1'], wanted: 'all' }],
    ])('lookup - when given %s - then answers 400 with a code', async (_, body) => {
      const response = await post('/features/lookup', body);
      expect(response.statusCode).toBe(400);
      expect(response.json().error.code).toBe('INVALID_REQUEST');
    });
  });

  describe('PUT /features', () => {
    it('write - when a value fails a check - then stores the rest of the row, names and counts it', async () => {
      const series =
        'data_quality_failed_checks_total{feature_view="user_activity",feature_name="transactions_last_day",check="range"}';
      let body: object = {};
      const failures = await increase(series, async () => {
        body = (
          await write([
            row('user_1', { ...VALUES, transactions_last_day: -1, shoe_size: 44 }),
            row('user_2'),
            row('user_3'),
          ])
        ).json();
      });

      expect(body).toEqual({
        stored: 3,
        stale: 0,
        rejected: [
          { entity_id: 'user_1', feature_name: 'shoe_size', check: 'unknown_feature' },
          { entity_id: 'user_1', feature_name: 'transactions_last_day', check: 'range' },
        ],
      });
      expect(failures).toBe(1);
      const [stored] = await database.sql(`SELECT * FROM user_activity WHERE entity_id = 'user_1'`);
      expect(stored).toMatchObject({ ...VALUES, transactions_last_day: null });
    });

    it('write - when values fail checks - then writes one line with the id of its request', async () => {
      await write([
        row('user_1', { ...VALUES, transactions_last_day: -1, account_age_days: -5 }),
        row('user_2', { ...VALUES, account_age_days: 1.5 }),
        row('user_3'),
        row('user_4'),
        row('user_5'),
      ]);
      expect(line('data_quality_issue')).toHaveLength(1);
      expect(line('data_quality_issue')[0]).toMatchObject({
        level: 'warn',
        message: 'data quality issue',
        feature_view: 'user_activity',
        issue_type: 'range',
        affected_records: 2,
        severity: 'medium',
        checks: { range: 2, type: 1 },
        request_id: expect.any(String),
      });
      expect(JSON.stringify(service.lines)).not.toContain('user_1');
    });

    it('write - when all is well - then writes no data-quality line', async () => {
      await write([row('user_1')]);
      expect(line('data_quality_issue')).toEqual([]);
    });

    it('write - when the stored event is the same or later - then changes nothing', async () => {
      await write([row('user_1', VALUES, at(60))]);
      const changed = { ...VALUES, account_age_days: 1 };
      const response = await write([
        row('user_1', changed, at(60)),
        row('user_1', changed, at(61)),
        row('user_2', VALUES, at(90)),
      ]);
      expect(response.json()).toEqual({ stored: 1, stale: 2, rejected: [] });
      const { features } = (await service.app.inject('/features/user_1')).json();
      expect(features.account_age_days).toBe(400);
    });

    it('write - when one request holds an entity twice - then keeps its newest event', async () => {
      const newest = row('user_1', { ...VALUES, account_age_days: 2 }, at(10));
      const response = await write([row('user_1', VALUES, at(20)), newest, row('user_1', VALUES, at(30))]);
      expect(response.json()).toEqual({ stored: 1, stale: 2, rejected: [] });
      expect((await service.app.inject('/features/user_1')).json().features.account_age_days).toBe(2);
    });

    it('write - when an event lies in the future - then refuses its row alone', async () => {
      const response = await write([row('user_1', VALUES, at(-3600)), row('user_2')]);
      expect(response.json()).toEqual({
        stored: 1,
        stale: 0,
        rejected: [{ entity_id: 'user_1', feature_name: 'event_timestamp', check: 'future_timestamp' }],
      });
      expect(await database.sql('SELECT entity_id FROM user_activity')).toEqual([{ entity_id: 'user_2' }]);
    });

    it('write - when an event has a leap second - then refuses its row alone, with the check that failed', async () => {
      const response = await write([row('user_1', VALUES, '2016-12-31T23:59:60Z'), row('user_2')]);
      expect(response.json()).toEqual({
        stored: 1,
        stale: 0,
        rejected: [{ entity_id: 'user_1', feature_name: 'event_timestamp', check: 'type' }],
      });
    });

    it('write - when writers overlap - then each entity ends with its newest event', async () => {
      const ids = Array.from({ length: 50 }, (_, index) => `user_${index}`);
      const batch = (age: number) =>
        write(ids.map((id) => row(id, { ...VALUES, account_age_days: age }, at(100 - age))));
      const responses = await Promise.all([3, 1, 5, 2, 4].map(batch));
      expect(responses.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 200]);
      expect(await database.sql('SELECT DISTINCT account_age_days FROM user_activity')).toEqual([
        { account_age_days: 5 },
      ]);
    });

    it.each([
      ['text for a value', row('user_1', { account_age_days: '12' })],
      ['a timestamp without a date', row('user_1', VALUES, 'yesterday')],
      ['an id with a space', row('user 1')],
      ['an unknown field', { ...row('user_1'), source: 'batch' }],
    ])('write - when given %s - then answers 400 and stores nothing of the request', async (_, bad) => {
      const response = await write([row('user_2'), bad]);
      expect(response.statusCode).toBe(400);
      expect(response.json().error).toMatchObject({
        code: 'INVALID_REQUEST',
        message: expect.stringContaining('rows/1'),
      });
      expect(await database.sql('SELECT entity_id FROM user_activity')).toEqual([]);
    });

    it('write - when the body is no JSON - then answers 400 with a code', async () => {
      const response = await service.app.inject({
        method: 'PUT',
        url: '/features',
        headers: { 'content-type': 'application/json' },
        payload: '{"rows": [',
      });
      expect(response.statusCode).toBe(400);
      expect(response.json().error.code).toMatch(/^FST_ERR_CTP/);
    });
  });

  describe('POST /get-online-features', () => {
    it('feast - when asked for features of entities - then answers columns, statuses and timestamps', async () => {
      await write([row('1001', { ...VALUES, average_amount_30d: null }, at(2 * 3600))]);
      const response = await post('/get-online-features', {
        features: [
          'user_activity:transactions_last_hour',
          'user_activity:average_amount_30d',
          'user_activity:account_age_days',
        ],
        entities: { user_id: [1001, 'nobody'] },
      });
      const epoch = '1970-01-01T00:00:00.000Z';
      const event = at(2 * 3600);
      expect(response.json()).toEqual({
        metadata: {
          feature_names: ['user_id', 'transactions_last_hour', 'average_amount_30d', 'account_age_days'],
        },
        results: [
          {
            values: [1001, 1, null, 400],
            statuses: ['PRESENT', 'OUTSIDE_MAX_AGE', 'NULL_VALUE', 'PRESENT'],
            event_timestamps: [epoch, event, event, event],
          },
          {
            values: ['nobody', null, null, null],
            statuses: ['PRESENT', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND'],
            event_timestamps: [epoch, epoch, epoch, epoch],
          },
        ],
      });
    });

    it('feast - when asked for a feature service with full names - then prefixes all of its features', async () => {
      const response = await post('/get-online-features', {
        feature_service: 'fraud_detection',
        entities: { user_id: ['user_1'] },
        full_feature_names: true,
      });
      expect(response.json().metadata.feature_names).toEqual([
        'user_id',
        ...Object.keys(VALUES).map((name) => `user_activity__${name}`),
      ]);
    });

    const entities = { user_id: ['user_1'] };
    const features = ['user_activity:account_age_days'];
    it.each([
      ['an unknown feature', { features: ['user_activity:shoe_size'], entities }, 404, 'FEATURE_NOT_FOUND'],
      ['an unknown view', { features: ['merchants:age'], entities }, 404, 'FEATURE_NOT_FOUND'],
      ['an unknown service', { feature_service: 'churn', entities }, 404, 'FEATURE_SERVICE_NOT_FOUND'],
      ['another entity', { features, entities: { merchant_id: ['m_1'] } }, 400, 'ENTITY_MISMATCH'],
      [
        'one entity too many',
        { features, entities: { ...entities, merchant_id: ['m'] } },
        400,
        'ENTITY_MISMATCH',
      ],
      ['no selection', { entities }, 400, 'FEATURE_SELECTION_INVALID'],
      ['a malformed reference', { features: ['account_age_days'], entities }, 400, 'INVALID_REQUEST'],
    ])('feast - when given %s - then answers with a code', async (_, body, status, code) => {
      const response = await post('/get-online-features', body);
      expect([response.statusCode, response.json().error.code]).toEqual([status, code]);
    });
  });

  describe('what is defined', () => {
    it('GET /feature-views - when asked - then tells type, range and age of each feature', async () => {
      const { feature_views } = (await service.app.inject('/feature-views')).json();
      expect(feature_views[0].features[0]).toEqual({
        name: 'account_age_days',
        description: expect.any(String),
        type: 'integer',
        minimum: 0,
        maximum: 36_500,
        nullable: false,
        max_age_seconds: 2_592_000,
      });
      const columns = await database.sql<{ column_name: string }>(
        `SELECT column_name FROM information_schema.columns WHERE table_name = 'user_activity'`,
      );
      const stored = columns.map(({ column_name }) => column_name);
      expect(stored).toEqual(
        expect.arrayContaining(feature_views[0].features.map(({ name }: { name: string }) => name)),
      );
    });

    it('GET /docs/json - when asked - then describes every route of the API', async () => {
      const { paths, components } = (await service.app.inject('/docs/json')).json();
      expect(Object.keys(paths).sort()).toEqual([
        '/feature-views',
        '/features',
        '/features/lookup',
        '/features/{entity_id}',
        '/get-online-features',
      ]);
      expect(Object.keys(components.schemas)).toContain('EntityFeatures');
      expect((await service.app.inject('/docs/')).statusCode).toBe(200);
    });
  });

  describe('writes', () => {
    it('writes - when some are stored, some stale and some refused - then counts each outcome', async () => {
      const outcomes = ['stored', 'stale', 'rejected'].map(
        (outcome) => `feature_writes_total{feature_view="user_activity",outcome="${outcome}"}`,
      );
      await write([row('user_1')]);
      const before = await Promise.all(outcomes.map((series) => service.metric(series)));
      await write([row('user_1'), row('user_2'), row('user_3'), row('user_4', VALUES, at(-3600))]);
      const after = await Promise.all(outcomes.map((series) => service.metric(series)));
      expect(after.map((value, index) => (value ?? 0) - (before[index] ?? 0))).toEqual([2, 1, 1]);
    });
  });

  describe('the pool', () => {
    it('pool - when at rest - then its connections are idle and nobody waits', async () => {
      await Promise.all([1, 2, 3, 4, 5, 6].map(() => service.app.inject('/features/user_1')));
      expect(await service.metric('database_pool_connections{state="idle"}')).toBe(4);
      expect(await service.metric('database_pool_connections{state="waiting"}')).toBe(0);
    });
  });

  describe('freshness', () => {
    const lastUpdated = () => service.metric('data_last_updated_timestamp{feature_view="user_activity"}');

    it('freshness - when a newer event is stored - then the gauge holds its time at once', async () => {
      const newest = (NOW + 60_000) / 1000; // later than any event of this file, and still within the clock skew
      await write([row('user_1', VALUES, at(-50)), row('user_2', VALUES, at(-60))]);
      expect(await lastUpdated()).toBe(newest);
      await write([row('user_3', VALUES, at(-55))]);
      expect(await lastUpdated()).toBe(newest);
    });

    it('freshness - when another instance stored the events - then the first scrape reads them', async () => {
      await write([row('user_1', VALUES, at(70)), row('user_2', VALUES, at(80))]);
      const other = await startApp(database.url, () => NOW);
      await eventually('ready', async () =>
        (await other.app.inject('/readyz')).statusCode === 200 ? true : undefined,
      );
      const labels = '{feature_view="user_activity"}';
      expect(await other.metric(`data_last_updated_timestamp${labels}`)).toBe((NOW - 70_000) / 1000);
      expect(await other.metric(`feature_entities${labels}`)).toBe(2);
      await other.app.close();
    });
  });
});

function allFeatures<Value>(value: Value): Record<string, Value> {
  return Object.fromEntries(Object.keys(VALUES).map((name) => [name, value]));
}
