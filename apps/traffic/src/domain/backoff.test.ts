import { describe, expect, it } from 'vitest';
import { Backoff } from './backoff.ts';

describe('Backoff', () => {
  it('fail - when failures follow each other - then waits double within jitter and stop at the limit', () => {
    const backoff = new Backoff(100, 1000);
    for (const full of [100, 200, 400, 800, 1000, 1000]) {
      const wait = backoff.fail();
      expect(wait).toBeGreaterThanOrEqual(full / 2);
      expect(wait).toBeLessThanOrEqual(full);
    }
    backoff.reset();
    expect(backoff.fail()).toBeLessThanOrEqual(100);
  });
});
