import { describe, expect, it } from 'vitest';
import { at, featureService, row, VALUES } from '../../test/feature-service.ts';

const service = featureService();

describe('PUT /features', () => {
  it('write - when a value fails a check - then stores the rest of the row, names and counts it', async () => {
    const series =
      'data_quality_failed_checks_total{feature_view="user_activity",feature_name="transactions_last_day",check="range"}';
    let body: object = {};
    const failures = await service.increase(series, async () => {
      body = (
        await service.write([
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
    const [stored] = await service.sql(`SELECT * FROM user_activity WHERE entity_id = 'user_1'`);
    expect(stored).toMatchObject({ ...VALUES, transactions_last_day: null });
  });

  it('write - when values fail checks - then writes one line with the id of its request', async () => {
    await service.write([
      row('user_1', { ...VALUES, transactions_last_day: -1, account_age_days: -5 }),
      row('user_2', { ...VALUES, account_age_days: 1.5 }),
      row('user_3'),
      row('user_4'),
      row('user_5'),
    ]);
    expect(service.lines('data_quality_issue')).toHaveLength(1);
    expect(service.lines('data_quality_issue')[0]).toMatchObject({
      level: 'warn',
      message: 'data quality issue',
      feature_view: 'user_activity',
      issue_type: 'range',
      affected_records: 2,
      severity: 'medium',
      checks: { range: 2, type: 1 },
      request_id: expect.any(String),
    });
    expect(JSON.stringify(service.lines())).not.toContain('user_1');
  });

  it('write - when all is well - then writes no data-quality line', async () => {
    await service.write([row('user_1')]);
    expect(service.lines('data_quality_issue')).toEqual([]);
  });

  it('write - when the stored event is the same or later - then changes nothing', async () => {
    await service.write([row('user_1', VALUES, at(60))]);
    const changed = { ...VALUES, account_age_days: 1 };
    const response = await service.write([
      row('user_1', changed, at(60)),
      row('user_1', changed, at(61)),
      row('user_2', VALUES, at(90)),
    ]);
    expect(response.json()).toEqual({ stored: 1, stale: 2, rejected: [] });
    const { features } = (await service.get('/features/user_1')).json();
    expect(features.account_age_days).toBe(400);
  });

  it('write - when one request holds an entity twice - then keeps its newest event', async () => {
    const newest = row('user_1', { ...VALUES, account_age_days: 2 }, at(10));
    const response = await service.write([
      row('user_1', VALUES, at(20)),
      newest,
      row('user_1', VALUES, at(30)),
    ]);
    expect(response.json()).toEqual({ stored: 1, stale: 2, rejected: [] });
    expect((await service.get('/features/user_1')).json().features.account_age_days).toBe(2);
  });

  it('write - when an event lies in the future - then refuses its row alone', async () => {
    const response = await service.write([row('user_1', VALUES, at(-3600)), row('user_2')]);
    expect(response.json()).toEqual({
      stored: 1,
      stale: 0,
      rejected: [{ entity_id: 'user_1', feature_name: 'event_timestamp', check: 'future_timestamp' }],
    });
    expect(await service.sql('SELECT entity_id FROM user_activity')).toEqual([{ entity_id: 'user_2' }]);
  });

  it('write - when an event has a leap second - then refuses its row alone, with the check that failed', async () => {
    const response = await service.write([row('user_1', VALUES, '2016-12-31T23:59:60Z'), row('user_2')]);
    expect(response.json()).toEqual({
      stored: 1,
      stale: 0,
      rejected: [{ entity_id: 'user_1', feature_name: 'event_timestamp', check: 'type' }],
    });
  });

  it('write - when writers overlap - then each entity ends with its newest event', async () => {
    const ids = Array.from({ length: 50 }, (_, index) => `user_${index}`);
    const batch = (age: number) =>
      service.write(ids.map((id) => row(id, { ...VALUES, account_age_days: age }, at(100 - age))));
    const responses = await Promise.all([3, 1, 5, 2, 4].map(batch));
    expect(responses.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 200]);
    expect(await service.sql('SELECT DISTINCT account_age_days FROM user_activity')).toEqual([
      { account_age_days: 5 },
    ]);
  });

  it.each([
    ['text for a value', row('user_1', { account_age_days: '12' })],
    ['a timestamp without a date', row('user_1', VALUES, 'yesterday')],
    ['an id with a space', row('user 1')],
    ['an unknown field', { ...row('user_1'), source: 'batch' }],
  ])('write - when given %s - then answers 400 and stores nothing of the request', async (_, bad) => {
    const response = await service.write([row('user_2'), bad]);
    expect(response.statusCode).toBe(400);
    expect(response.json().error).toMatchObject({
      code: 'INVALID_REQUEST',
      message: expect.stringContaining('rows/1'),
    });
    expect(await service.sql('SELECT entity_id FROM user_activity')).toEqual([]);
  });

  it('write - when the body is no JSON - then answers 400 with a code', async () => {
    const response = await service.write('{"rows": [');
    expect(response.statusCode).toBe(400);
    expect(response.json().error.code).toMatch(/^FST_ERR_CTP/);
  });
});

describe('writes', () => {
  it('writes - when some are stored, some stale and some refused - then counts each outcome', async () => {
    const outcomes = ['stored', 'stale', 'rejected'].map(
      (outcome) => `feature_writes_total{feature_view="user_activity",outcome="${outcome}"}`,
    );
    await service.write([row('user_1')]);
    const before = await Promise.all(outcomes.map((series) => service.metric(series)));
    await service.write([row('user_1'), row('user_2'), row('user_3'), row('user_4', VALUES, at(-3600))]);
    const after = await Promise.all(outcomes.map((series) => service.metric(series)));
    expect(after.map((value, index) => (value ?? 0) - (before[index] ?? 0))).toEqual([2, 1, 1]);
  });
});
