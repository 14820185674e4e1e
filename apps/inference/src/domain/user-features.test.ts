import { DEFAULT_USER_FEATURES, USER_FEATURE_NAMES } from '@lab/model/features';
import { describe, expect, it } from 'vitest';
import { completeFeatures } from './user-features.ts';

const entity = (features: Record<string, number | null>) => ({
  entity_id: 'u',
  features,
  statuses: {},
  event_timestamp: null,
});
const ALL = Object.fromEntries(USER_FEATURE_NAMES.map((name, index) => [name, index + 1]));

describe('completeFeatures', () => {
  it('completeFeatures - when all are there - then takes them as they are', () => {
    expect(completeFeatures(entity(ALL))).toEqual({ values: ALL, source: 'online', missing: 0 });
  });

  it('completeFeatures - when some are null or absent - then defaults stand for those alone', () => {
    const { values, source, missing } = completeFeatures(
      entity({ account_age_days: 0, average_amount_30d: null }),
    );
    expect(values).toEqual({ ...DEFAULT_USER_FEATURES, account_age_days: 0 });
    expect([source, missing]).toEqual(['online', 5]);
  });

  it('completeFeatures - when the user is unknown - then says that the prediction is made from defaults', () => {
    const nothing = Object.fromEntries(USER_FEATURE_NAMES.map((name) => [name, null]));
    expect(completeFeatures(entity(nothing))).toEqual({
      values: DEFAULT_USER_FEATURES,
      source: 'default',
      missing: 6,
    });
  });

  it('completeFeatures - when there are features that no model takes - then leaves them out', () => {
    expect(completeFeatures(entity({ ...ALL, shoe_size: 43 })).values).toEqual(ALL);
  });
});
