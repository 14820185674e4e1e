import { FeatureWriteRequest, PredictRequest } from '@lab/contracts';
import { Compile } from 'typebox/compile';
import { describe, expect, it } from 'vitest';
import { spoilFeatures, spoilTransaction } from './bad-data.ts';
import { Purchases } from './purchases.ts';

const predictRequest = Compile(PredictRequest);
const writeRequest = Compile(FeatureWriteRequest);
const { transaction, userFeatures } = new Purchases(
  { seed: 1, customers: 5, rate: 1, amplitude: 0, daySeconds: 86_400 },
  0,
).take();

const draws = Array.from({ length: 100 }, (_, index) => index / 100);

describe('bad data', () => {
  it('spoilTransaction - when every kind is drawn - then four are refused by the contract and three are not', () => {
    const kinds = new Map(draws.map((draw) => [JSON.stringify(spoilTransaction(transaction, draw)), draw]));
    expect(kinds.size).toBe(7);
    expect(kinds.has(JSON.stringify(transaction))).toBe(false);
    const accepted = [...kinds.keys()].filter((body) => predictRequest.Check(JSON.parse(body)));
    expect(accepted).toHaveLength(3);
  });

  it('spoilFeatures - when any kind is drawn - then one value differs and the message is still valid', () => {
    for (const draw of draws) {
      const features = spoilFeatures(userFeatures, draw);
      const changed = Object.entries(features).filter(
        ([name, value]) => value !== userFeatures[name as keyof typeof userFeatures],
      );
      expect(changed).toHaveLength(1);
      const row = { entity_id: 'user_1', event_timestamp: new Date(0).toISOString(), features };
      expect(writeRequest.Check({ rows: [row] })).toBe(true);
    }
  });
});
