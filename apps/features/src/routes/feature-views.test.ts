import { describe, expect, it } from 'vitest';
import { featureService } from '../../test/feature-service.ts';

const service = featureService();

describe('GET /feature-views', () => {
  it('feature views - when asked - then tells type, range and age of each feature', async () => {
    const { feature_views } = (await service.get('/feature-views')).json();
    expect(feature_views[0].features[0]).toEqual({
      name: 'account_age_days',
      description: expect.any(String),
      type: 'integer',
      minimum: 0,
      maximum: 36_500,
      nullable: false,
      max_age_seconds: 2_592_000,
    });
    const columns = await service.sql<{ column_name: string }>(
      `SELECT column_name FROM information_schema.columns WHERE table_name = 'user_activity'`,
    );
    const stored = columns.map(({ column_name }) => column_name);
    expect(stored).toEqual(
      expect.arrayContaining(feature_views[0].features.map(({ name }: { name: string }) => name)),
    );
  });
});
