import { describe, expect, it } from 'vitest';
import { MERCHANT_CATEGORIES } from '../features/index.ts';
import { createWorld, type Drift, fraudProbability, type LabelledTransaction, type World } from './index.ts';

const AT = new Date('2026-03-01T12:00:00Z');

function draw(world: World, count: number): LabelledTransaction[] {
  return Array.from({ length: count }, () => world.nextTransaction(AT));
}

function drifted(drift: Drift, count = 20_000): LabelledTransaction[] {
  return draw(createWorld({ seed: 5, customers: 500, drift }), count);
}

function mean(rows: LabelledTransaction[], of: (row: LabelledTransaction) => number): number {
  return rows.reduce((sum, row) => sum + of(row), 0) / rows.length;
}

describe('createWorld', () => {
  it('nextTransaction - when the seed is the same - then gives the same transactions, and others for another seed', () => {
    const [first, again, other] = [3, 3, 4].map((seed) => draw(createWorld({ seed, customers: 50 }), 200));
    expect(first).toEqual(again);
    expect(first).not.toEqual(other);
  });

  it('nextTransaction - when nothing has drifted - then about 3 % is fraud, as often as the probabilities say', () => {
    const rows = drifted({}, 60_000);
    const expected = mean(rows, (row) => row.fraudProbability);
    const seen = mean(rows, (row) => (row.isFraud ? 1 : 0));
    expect(expected).toBeGreaterThan(0.022);
    expect(expected).toBeLessThan(0.04);
    const standardError = Math.sqrt(
      mean(rows, (row) => row.fraudProbability * (1 - row.fraudProbability)) / rows.length,
    );
    expect(Math.abs(seen - expected)).toBeLessThan(5 * standardError);
  }, 30_000);

  it('nextTransaction - when drawn often - then stays inside the documented ranges', () => {
    const identifiers = new Set<string>();
    for (const { transaction, userFeatures, fraudProbability: probability } of drifted(
      { hourShift: -5 },
      4000,
    )) {
      identifiers.add(transaction.transaction_id);
      expect(transaction.amount).toBeGreaterThan(0);
      expect(Math.round(transaction.amount * 100)).toBeCloseTo(transaction.amount * 100, 6);
      expect(MERCHANT_CATEGORIES).toContain(transaction.merchant_category);
      expect(Number.isInteger(transaction.hour_of_day)).toBe(true);
      expect(transaction.hour_of_day).toBeGreaterThanOrEqual(0);
      expect(transaction.hour_of_day).toBeLessThan(24);
      expect(Object.values(userFeatures).every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
      expect(userFeatures.transactions_last_hour).toBeLessThanOrEqual(userFeatures.transactions_last_day);
      expect(probability).toBeGreaterThan(0);
      expect(probability).toBeLessThan(1);
    }
    expect(identifiers.size).toBe(4000);
  });

  it('nextTransaction - when a customer has just paid - then the next features count the payment, and forget it', () => {
    const world = createWorld({ seed: 9, customers: 20 });
    const before = new Map<string, LabelledTransaction>();
    let rises = 0;
    let falls = 0;
    for (const row of draw(world, 2000)) {
      const last = before.get(row.transaction.user_id)?.userFeatures.transactions_last_hour;
      const now = row.userFeatures.transactions_last_hour;
      if (last !== undefined && now > last) rises += 1;
      if (last !== undefined && now < last) falls += 1;
      if (row.userFeatures.days_since_last_transaction < 0.04) expect(now).toBeGreaterThan(0);
      if (row.userFeatures.days_since_last_transaction > 0.043) expect(now).toBe(0);
      before.set(row.transaction.user_id, row);
    }
    expect(rises).toBeGreaterThan(100);
    expect(falls).toBeGreaterThan(100);
  });

  it('nextTransaction - when the calendar moves on - then accounts age by it and velocities do not', () => {
    const world = createWorld({ seed: 2, customers: 300 });
    const ages = () => [...world.customers()].map(({ userFeatures }) => userFeatures.account_age_days);
    world.nextTransaction(AT);
    const before = ages();
    world.nextTransaction(new Date(AT.getTime() + 10 * 86_400_000));
    for (const [index, age] of ages().entries()) expect(age - (before[index] ?? 0)).toBe(10);
  });

  it('customers - when listed - then each appears once and has the features of its next transaction', () => {
    const world = createWorld({ seed: 6, customers: 40 });
    world.nextTransaction(AT);
    const snapshots = new Map(
      [...world.customers()].map(({ user_id, userFeatures }) => [user_id, userFeatures]),
    );
    expect(snapshots.size).toBe(40);
    const next = world.nextTransaction(AT);
    const known = snapshots.get(next.transaction.user_id);
    expect(known?.average_amount_30d).toBe(next.userFeatures.average_amount_30d);
    expect(known?.account_age_days).toBe(next.userFeatures.account_age_days);
  });

  it('drift - when amountScale is 2 - then amounts double and everything else is drawn as before', () => {
    const [normal, scaled] = [drifted({}, 3000), drifted({ amountScale: 2 }, 3000)];
    expect(
      mean(scaled, (row) => row.transaction.amount) / mean(normal, (row) => row.transaction.amount),
    ).toBeCloseTo(2, 1);
    const untouched = (row: LabelledTransaction) => ({ ...row.transaction, amount: 0 });
    expect(scaled.map(untouched)).toEqual(normal.map(untouched));
  });

  it('drift - when merchantMix favours one category - then its share rises', () => {
    const share = (rows: LabelledTransaction[]) =>
      mean(rows, (row) => (row.transaction.merchant_category === 'gaming' ? 1 : 0));
    expect(share(drifted({}))).toBeCloseTo(0.07, 2);
    expect(share(drifted({ merchantMix: { gaming: 5 } }))).toBeCloseTo(0.35 / 1.28, 1);
  }, 30_000);

  it('drift - when hourShift is 6 - then every hour moves by six', () => {
    const hours = (rows: LabelledTransaction[]) => rows.map((row) => row.transaction.hour_of_day);
    const normal = hours(drifted({}, 500));
    expect(hours(drifted({ hourShift: 6 }, 500))).toEqual(normal.map((hour) => (hour + 6) % 24));
  });

  it('drift - when fraudRateMultiplier is 3 - then fraud is about three times as frequent', () => {
    const rate = (rows: LabelledTransaction[]) => mean(rows, (row) => row.fraudProbability);
    const ratio = rate(drifted({ fraudRateMultiplier: 3 })) / rate(drifted({}));
    expect(ratio).toBeGreaterThan(2.2);
    expect(ratio).toBeLessThan(4);
  }, 30_000);

  it('drift - when fraud moves near home - then risk falls with distance and the inputs are the same', () => {
    const [sample] = drifted({}, 1);
    if (sample === undefined) throw new Error('no transaction');
    const at = (distance_from_home_km: number, drift: Drift) =>
      fraudProbability({ ...sample.transaction, distance_from_home_km }, sample.userFeatures, drift);
    expect(at(500, {})).toBeGreaterThan(at(5, {}));
    expect(at(500, { concept: 'fraud-near-home' })).toBeLessThan(at(5, { concept: 'fraud-near-home' }));
    const transactions = (rows: LabelledTransaction[]) => rows.map((row) => row.transaction);
    expect(transactions(drifted({ concept: 'fraud-near-home' }, 2000))).toEqual(
      transactions(drifted({}, 2000)),
    );
  });

  it('setDrift - when the world was drifted for long - then its end leaves nothing in what customers remember', () => {
    const world = createWorld({ seed: 7, customers: 200 });
    const longMemories = () =>
      [...world.customers()].map(({ userFeatures: { average_amount_30d, chargebacks_last_90d } }) => ({
        average_amount_30d,
        chargebacks_last_90d,
      }));
    const before = longMemories();
    world.setDrift({ amountScale: 3 });
    draw(world, 2000);
    world.setDrift({ fraudRateMultiplier: 20 });
    draw(world, 2000);
    const drifted = longMemories();
    const total = (rows: typeof before, name: keyof (typeof before)[number]) =>
      rows.reduce((sum, row) => sum + row[name], 0);
    expect(total(drifted, 'average_amount_30d')).toBeGreaterThan(1.2 * total(before, 'average_amount_30d'));
    expect(total(drifted, 'chargebacks_last_90d')).toBeGreaterThan(
      1.2 * total(before, 'chargebacks_last_90d'),
    );
    world.setDrift({});
    expect(longMemories().map((row) => row.average_amount_30d)).toEqual(
      before.map((row) => row.average_amount_30d),
    );
    expect(total(longMemories(), 'chargebacks_last_90d')).toBeLessThanOrEqual(
      total(before, 'chargebacks_last_90d'),
    );
  });

  it('setDrift - when changed and taken back at run time - then only the transactions between are drifted', () => {
    const world = createWorld({ seed: 8, customers: 100 });
    const plain = draw(createWorld({ seed: 8, customers: 100 }), 300).map((row) => row.transaction.amount);
    const amounts = draw(world, 100);
    world.setDrift({ amountScale: 3 });
    amounts.push(...draw(world, 100));
    world.setDrift({});
    amounts.push(...draw(world, 100));
    for (const [index, row] of amounts.entries()) {
      const factor = index >= 100 && index < 200 ? 3 : 1;
      // Amounts are rounded to cents and never below half a euro.
      expect(Math.abs(row.transaction.amount - (plain[index] ?? 0) * factor)).toBeLessThan(1.1);
    }
  });

  it('createWorld - when an option makes no sense - then refuses', () => {
    expect(() => createWorld({ seed: 1, customers: 0 })).toThrow(RangeError);
    expect(() => createWorld({ seed: 1.5 })).toThrow(RangeError);
    const world = createWorld({ seed: 1, customers: 5 });
    expect(() => world.setDrift({ amountScale: Number.NaN })).toThrow(/amountScale/);
    expect(() => world.setDrift({ fraudRateMultiplier: -1 })).toThrow(/fraudRateMultiplier/);
    expect(() => world.setDrift({ hourShift: 0.5 })).toThrow(/hourShift/);
    const nothing = Object.fromEntries(MERCHANT_CATEGORIES.map((category) => [category, 0]));
    expect(() => world.setDrift({ merchantMix: nothing })).toThrow(/merchantMix/);
    expect(world.drift).toEqual({});
  });
});
