import { describe, expect, it } from 'vitest';
import { FeatureBacklog, type FeatureRow } from './feature-backlog.ts';

const row = (entity_id: string, age: number): FeatureRow => ({
  entity_id,
  event_timestamp: '2026-03-01T00:00:00.000Z',
  features: { account_age_days: age },
});

describe('FeatureBacklog', () => {
  it('put - when a customer has a row already - then the newer one replaces it', () => {
    const backlog = new FeatureBacklog();
    backlog.put(row('a', 1));
    backlog.put(row('a', 2));
    expect(backlog.take(10)).toEqual([row('a', 2)]);
  });

  it('giveBack - when a newer row has come meanwhile - then the older one is forgotten', () => {
    const backlog = new FeatureBacklog();
    backlog.put(row('a', 1));
    backlog.put(row('b', 1));
    const failed = backlog.take(10);
    backlog.put(row('a', 2));
    backlog.giveBack(failed);
    expect(backlog.take(10)).toEqual([row('a', 2), row('b', 1)]);
  });

  it('take - when there are more than asked for - then gives the longest waiting', () => {
    const backlog = new FeatureBacklog();
    for (const id of ['a', 'b', 'c']) backlog.put(row(id, 1));
    expect(backlog.take(2).map(({ entity_id }) => entity_id)).toEqual(['a', 'b']);
    expect(backlog.size).toBe(1);
  });
});
