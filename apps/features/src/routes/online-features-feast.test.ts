import { describe, expect, it } from 'vitest';
import { at, featureService, row, VALUES } from '../../test/feature-service.ts';

const service = featureService();

describe('POST /get-online-features', () => {
  it('feast - when asked for features of entities - then answers columns, statuses and timestamps', async () => {
    await service.write([row('1001', { ...VALUES, average_amount_30d: null }, at(2 * 3600))]);
    const response = await service.post('/get-online-features', {
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
    const response = await service.post('/get-online-features', {
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
    const response = await service.post('/get-online-features', body);
    expect([response.statusCode, response.json().error.code]).toEqual([status, code]);
  });
});
