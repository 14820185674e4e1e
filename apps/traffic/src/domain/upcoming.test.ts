import { describe, expect, it } from 'vitest';
import { type Purchase, Purchases } from './purchases.ts';
import { Upcoming } from './upcoming.ts';

/** Few customers, so that the same one often buys twice in a row. */
const purchases = (count: number): Purchase[] => {
  const source = new Purchases({ seed: 3, customers: 4, rate: 20, amplitude: 0, daySeconds: 86_400 }, 0);
  return Array.from({ length: count }, () => source.take());
};

describe('Upcoming', () => {
  it('takeDue - when called as time passes - then gives each purchase once, in order, and none too early', () => {
    const all = purchases(3000);
    const upcoming = new Upcoming(() => {});
    for (const purchase of all) upcoming.add(purchase);
    const taken: Purchase[] = [];
    for (let now = 0; taken.length < all.length; now += 0.5) {
      for (;;) {
        const purchase = upcoming.takeDue(now);
        if (purchase === undefined) break;
        expect(purchase.due).toBeLessThanOrEqual(now);
        taken.push(purchase);
      }
    }
    expect(taken).toEqual(all);
    expect(upcoming.nextDue).toBe(Number.POSITIVE_INFINITY);
    expect(all.some(({ transaction }) => upcoming.has(transaction.user_id))).toBe(false);
  });

  it('add - when a customer buys twice - then the second features wait for the first purchase', () => {
    const [first, ...later] = purchases(50);
    const second = later.find(({ transaction }) => transaction.user_id === first?.transaction.user_id);
    if (first === undefined || second === undefined) throw new Error('nobody bought twice');
    const written: Purchase[] = [];
    const upcoming = new Upcoming((purchase) => written.push(purchase));
    upcoming.add(first);
    upcoming.add(second);
    expect(written).toEqual([first]);
    upcoming.takeDue(first.due);
    expect(written).toEqual([first, second]);
  });
});
