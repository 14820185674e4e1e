import { describe, expect, it } from 'vitest';
import { at, featureService, NOW, row, VALUES } from '../test/feature-service.ts';

const service = featureService();

describe('freshness', () => {
  const lastUpdated = () => service.metric('data_last_updated_timestamp{feature_view="user_activity"}');

  it('freshness - when a newer event is stored - then the gauge holds its time at once', async () => {
    const newest = (NOW + 60_000) / 1000; // later than any event of this file, and still within the clock skew
    await service.write([row('user_1', VALUES, at(-50)), row('user_2', VALUES, at(-60))]);
    expect(await lastUpdated()).toBe(newest);
    await service.write([row('user_3', VALUES, at(-55))]);
    expect(await lastUpdated()).toBe(newest);
  });

  it('freshness - when another instance stored the events - then the first scrape reads them', async () => {
    await service.write([row('user_1', VALUES, at(70)), row('user_2', VALUES, at(80))]);
    const other = await service.another();
    const labels = '{feature_view="user_activity"}';
    expect(await other.metric(`data_last_updated_timestamp${labels}`)).toBe((NOW - 70_000) / 1000);
    expect(await other.metric(`feature_entities${labels}`)).toBe(2);
    await other.app.close();
  });
});

describe('the pool', () => {
  it('pool - when at rest - then its connections are idle and nobody waits', async () => {
    await Promise.all([1, 2, 3, 4, 5, 6].map(() => service.get('/features/user_1')));
    expect(await service.metric('database_pool_connections{state="idle"}')).toBe(4);
    expect(await service.metric('database_pool_connections{state="waiting"}')).toBe(0);
  });
});
