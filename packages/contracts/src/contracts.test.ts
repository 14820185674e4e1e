import Value from 'typebox/value';
import { describe, expect, test } from 'vitest';
import { FeatureLookupRequest, FeatureWriteRequest, LabelBatch, PredictRequest } from './index.ts';

const TRANSACTION = {
  user_id: 'user_000001',
  amount: 42.5,
  merchant_category: 'electronics',
  hour_of_day: 14,
  distance_from_home_km: 12,
  card_present: true,
};

describe('PredictRequest', () => {
  test('when a transaction is complete - then it is accepted, with a category that no model knows too', () => {
    expect(Value.Check(PredictRequest, TRANSACTION)).toBe(true);
    expect(Value.Check(PredictRequest, { ...TRANSACTION, merchant_category: 'space_travel' })).toBe(true);
  });

  test.each([
    ['nothing', {}],
    ['a negative amount', { ...TRANSACTION, amount: -1 }],
    ['an hour that is none', { ...TRANSACTION, hour_of_day: 24 }],
    ['a user id that is free text', { ...TRANSACTION, user_id: 'bob@example.com' }],
    ['a field that nobody asked for', { ...TRANSACTION, email: 'bob@example.com' }],
    ['a distance beyond half the globe', { ...TRANSACTION, distance_from_home_km: 20_101 }],
  ])('when it brings %s - then it is refused', (_what, request) => {
    expect(Value.Check(PredictRequest, request)).toBe(false);
  });
});

describe('batches', () => {
  const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => `user_${index}`);

  test('when a lookup asks for 500 entities - then it is accepted, for one more or none it is refused', () => {
    expect(Value.Check(FeatureLookupRequest, { entity_ids: ids(500) })).toBe(true);
    expect(Value.Check(FeatureLookupRequest, { entity_ids: ids(501) })).toBe(false);
    expect(Value.Check(FeatureLookupRequest, { entity_ids: [] })).toBe(false);
  });

  test('when a written value is null - then it is accepted: that it is missing is a fact to store', () => {
    const row = { entity_id: 'user_1', event_timestamp: '2026-01-01T00:00:00Z', features: { amount: null } };
    expect(Value.Check(FeatureWriteRequest, { rows: [row] })).toBe(true);
    expect(Value.Check(FeatureWriteRequest, { rows: [{ ...row, features: { amount: 'much' } }] })).toBe(
      false,
    );
  });

  test('when a label has no time - then the batch is refused', () => {
    const label = { prediction_id: 'p', is_fraud: false, labelled_at: '2026-01-01T00:00:00Z' };
    expect(Value.Check(LabelBatch, { labels: [label] })).toBe(true);
    expect(Value.Check(LabelBatch, { labels: [{ ...label, labelled_at: undefined }] })).toBe(false);
  });
});
