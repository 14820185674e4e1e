import { describe, expect, it } from 'vitest';
import { allFeatures, at, featureService, row, VALUES } from '../../test/feature-service.ts';

const service = featureService();

describe('GET /features/:entity_id', () => {
  it('lookup - when the entity was written - then answers its values and counts them', async () => {
    await service.write([row('user_1')]);
    let response = await service.get('/features/user_1');
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual({
      entity_id: 'user_1',
      features: VALUES,
      statuses: allFeatures('present'),
      event_timestamp: at(60),
    });

    const series =
      'feature_values_total{feature_view="user_activity",feature_name="average_amount_30d",status="present"}';
    const counted = await service.increase(series, async () => {
      response = await service.get('/features/user_1');
    });
    expect(counted).toBe(1);
  });

  it('lookup - when the entity is unknown - then every feature is missing', async () => {
    const response = await service.get('/features/nobody');
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual({
      entity_id: 'nobody',
      features: allFeatures(null),
      statuses: allFeatures('missing'),
      event_timestamp: null,
    });
  });

  it('lookup - when the event is older than a feature may be - then that feature is stale and still served', async () => {
    await service.write([row('user_1', VALUES, at(2 * 3600))]);
    const { features, statuses } = (await service.get('/features/user_1')).json();
    expect(features.transactions_last_hour).toBe(1);
    expect(statuses).toEqual({ ...allFeatures('present'), transactions_last_hour: 'stale' });
  });

  it('lookup - when the id is malformed - then answers 400 with a code', async () => {
    const response = await service.get('/features/a%20b');
    expect(response.statusCode).toBe(400);
    expect(response.json().error).toMatchObject({
      code: 'INVALID_REQUEST',
      message: expect.stringContaining('entity_id'),
    });
  });
});

describe('POST /features/lookup', () => {
  it('lookup - when asked for many - then answers in the order asked, duplicates and unknown ids included', async () => {
    await service.write([row('user_1'), row('user_2', { ...VALUES, account_age_days: 2 })]);
    const asked = ['user_2', 'nobody', 'user_1', 'user_2'];
    const { entities } = (await service.post('/features/lookup', { entity_ids: asked })).json();
    expect(entities.map((entity: { entity_id: string }) => entity.entity_id)).toEqual(asked);
    expect(entities.map((entity: { features: typeof VALUES }) => entity.features.account_age_days)).toEqual([
      2,
      null,
      400,
      2,
    ]);
  });

  it('lookup - when asked for 500 entities - then sends one statement', async () => {
    const entity_ids = Array.from({ length: 500 }, (_, index) => `user_${index}`);
    const statements = await service.increase(
      'feature_store_query_duration_seconds_count{operation="lookup"}',
      () => service.post('/features/lookup', { entity_ids }),
    );
    expect(statements).toBe(1);
  });

  it.each([
    ['no ids', { entity_ids: [] }],
    ['a number for an id', { entity_ids: [17] }],
    ['an unknown field', { entity_ids: ['user_1'], wanted: 'all' }],
  ])('lookup - when given %s - then answers 400 with a code', async (_, body) => {
    const response = await service.post('/features/lookup', body);
    expect(response.statusCode).toBe(400);
    expect(response.json().error.code).toBe('INVALID_REQUEST');
  });
});
