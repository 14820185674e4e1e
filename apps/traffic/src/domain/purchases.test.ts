import { describe, expect, it } from 'vitest';
import { driftKnobs } from './drift-knobs.ts';
import { type Purchase, type PurchaseSettings, Purchases } from './purchases.ts';

const SETTINGS: PurchaseSettings = { seed: 11, customers: 50, rate: 20, amplitude: 0.2, daySeconds: 86_400 };
const START = Date.parse('2026-03-01T00:00:00Z');

const take = (purchases: Purchases, count: number): Purchase[] =>
  Array.from({ length: count }, () => purchases.take());

describe('Purchases', () => {
  it('take - when seed and settings are the same - then moments, transactions and draws are the same', () => {
    const first = take(new Purchases(SETTINGS, START), 300);
    expect(take(new Purchases(SETTINGS, START), 300)).toEqual(first);
    expect(take(new Purchases(SETTINGS, START + 3_600_000), 300)).toEqual(first);
    expect(take(new Purchases({ ...SETTINGS, seed: 12 }, START), 300)).not.toEqual(first);
  });

  it('take - when the concept drifts - then nothing but the truth changes', () => {
    const normal = take(new Purchases(SETTINGS, START), 300);
    const drifting = new Purchases(SETTINGS, START);
    drifting.world.setDrift(driftKnobs({ kind: 'concept', intensity: 1 }));
    const drifted = take(drifting, 300);
    expect(drifted.map(({ due, transaction, draws }) => ({ due, transaction, draws }))).toEqual(
      normal.map(({ due, transaction, draws }) => ({ due, transaction, draws })),
    );
    expect(drifted.map(({ fraudProbability }) => fraudProbability)).not.toEqual(
      normal.map(({ fraudProbability }) => fraudProbability),
    );
  });

  it('take - when covariates drift - then amounts grow by the knob and come at the same moments', () => {
    const normal = take(new Purchases(SETTINGS, START), 2000);
    const drifting = new Purchases(SETTINGS, START);
    drifting.world.setDrift(driftKnobs({ kind: 'covariate', intensity: 1 }));
    const drifted = take(drifting, 2000);
    const median = (rows: Purchase[]): number =>
      rows.map(({ transaction }) => transaction.amount).sort((a, b) => a - b)[1000] ?? 0;
    expect(median(drifted) / median(normal)).toBeGreaterThan(2);
    expect(drifted.map(({ due }) => due)).toEqual(normal.map(({ due }) => due));
  });
});
