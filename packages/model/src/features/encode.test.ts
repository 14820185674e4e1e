import { describe, expect, it } from 'vitest';
import {
  encodeFeatures,
  FEATURE_COUNT,
  FEATURE_NAMES,
  MERCHANT_CATEGORIES,
  type MerchantCategory,
  type Transaction,
  USER_FEATURE_NAMES,
  type UserFeatures,
} from './index.ts';

const TRANSACTION: Transaction = {
  transaction_id: 'tx_1',
  user_id: 'user_000001',
  amount: 12.34,
  merchant_category: 'electronics',
  hour_of_day: 23,
  distance_from_home_km: 4.5,
  card_present: true,
};
const USER: UserFeatures = {
  account_age_days: 100,
  transactions_last_hour: 1,
  transactions_last_day: 2,
  average_amount_30d: 24.68,
  chargebacks_last_90d: 3,
  days_since_last_transaction: 0.25,
};

describe('encodeFeatures', () => {
  it('encodeFeatures - when given a known row - then writes these bytes', () => {
    const encoded = encodeFeatures(TRANSACTION, USER);
    const view = new DataView(encoded.buffer);
    const words = Array.from(encoded, (_, index) =>
      view
        .getUint32(4 * index, true)
        .toString(16)
        .padStart(8, '0'),
    );
    // IEEE 754 single precision: 12.34, 23, 4.5, 1, 100, 1, 2, 24.68, 3, 0.25, 0.5 and the fifth of eight categories.
    expect(words.join(' ')).toBe(
      '414570a4 41b80000 40900000 3f800000 42c80000 3f800000 40000000 41c570a4 40400000 3e800000 3f000000 ' +
        '00000000 00000000 00000000 00000000 3f800000 00000000 00000000 00000000',
    );
  });

  it('encodeFeatures - when each value is changed alone - then the inputs of that name move, and no others', () => {
    const original = encodeFeatures(TRANSACTION, USER);
    const changedInputs = (transaction: Transaction, user: UserFeatures) =>
      FEATURE_NAMES.filter((_, index) => encodeFeatures(transaction, user)[index] !== original[index]);
    for (const name of USER_FEATURE_NAMES) {
      const expected = name === 'average_amount_30d' ? [name, 'amount_to_average_ratio'] : [name];
      expect(changedInputs(TRANSACTION, { ...USER, [name]: USER[name] + 1 })).toEqual(expected);
    }
    for (const name of ['hour_of_day', 'distance_from_home_km'] as const) {
      expect(changedInputs({ ...TRANSACTION, [name]: 1 }, USER)).toEqual([name]);
    }
    expect(changedInputs({ ...TRANSACTION, amount: 1 }, USER)).toEqual(['amount', 'amount_to_average_ratio']);
    expect(changedInputs({ ...TRANSACTION, card_present: false }, USER)).toEqual(['card_present']);
  });

  it('encodeFeatures - when given each category - then sets the one input of that name', () => {
    for (const merchant_category of MERCHANT_CATEGORIES) {
      const encoded = encodeFeatures({ ...TRANSACTION, merchant_category }, USER);
      const set = FEATURE_NAMES.filter(
        (name, index) => name.startsWith('merchant_category=') && encoded[index] === 1,
      );
      expect(set).toEqual([`merchant_category=${merchant_category}`]);
    }
  });

  it('encodeFeatures - when the category is unknown - then sets none', () => {
    const unknown = 'lottery' as MerchantCategory;
    expect([...encodeFeatures({ ...TRANSACTION, merchant_category: unknown }, USER).slice(-8)]).toEqual(
      Array(8).fill(0),
    );
  });

  it('encodeFeatures - when filling a batch - then writes its row alone and clears what was there', () => {
    const batch = new Float32Array(3 * FEATURE_COUNT).fill(7);
    const returned = encodeFeatures(TRANSACTION, USER, batch, FEATURE_COUNT);
    expect(returned).toBe(batch);
    expect(batch.subarray(FEATURE_COUNT, 2 * FEATURE_COUNT)).toEqual(encodeFeatures(TRANSACTION, USER));
    expect(new Set([...batch.subarray(0, FEATURE_COUNT), ...batch.subarray(2 * FEATURE_COUNT)])).toEqual(
      new Set([7]),
    );
  });

  it('encodeFeatures - when the row does not fit - then throws instead of writing half of it', () => {
    expect(() => encodeFeatures(TRANSACTION, USER, new Float32Array(FEATURE_COUNT), 1)).toThrow(RangeError);
  });

  it('encodeFeatures - when the customer has no average yet - then the ratio is finite', () => {
    const encoded = encodeFeatures(TRANSACTION, { ...USER, average_amount_30d: 0 });
    expect(encoded[FEATURE_NAMES.indexOf('amount_to_average_ratio')]).toBeCloseTo(12.34, 5);
  });
});
