import { describe, expect, it } from 'vitest';
import type { Transaction, UserFeatures } from '../features/index.ts';
import type { Drift } from './drift.ts';
import { fraudProbability } from './fraud.ts';

/** At home, by day, card in the terminal, an old account at rest: only intercept and merchant are left of z. */
const TRANSACTION: Transaction = {
  transaction_id: 'tx_1',
  user_id: 'user_000001',
  amount: 40,
  merchant_category: 'fashion',
  hour_of_day: 14,
  distance_from_home_km: 0,
  card_present: true,
};
const USER: UserFeatures = {
  account_age_days: 100_000,
  transactions_last_hour: 0,
  transactions_last_day: 0,
  average_amount_30d: 40,
  chargebacks_last_90d: 0,
  days_since_last_transaction: 1,
};
const RESTING_LOGIT = -7.2 + 0.2;

interface Change {
  transaction?: Partial<Transaction>;
  user?: Partial<UserFeatures>;
  drift?: Drift;
}

/** How much a change moves the log-odds. */
function moved({ transaction = {}, user = {}, drift = {} }: Change): number {
  const probability = fraudProbability({ ...TRANSACTION, ...transaction }, { ...USER, ...user }, drift);
  return Math.log(probability / (1 - probability)) - RESTING_LOGIT;
}

const REMOTE = { card_present: false };

describe('fraudProbability', () => {
  const terms: [string, Change, number][] = [
    ['nothing is special', {}, 0],
    ['the merchant sells gift cards', { transaction: { merchant_category: 'gift_cards' } }, 1.3 - 0.2],
    ['the amount is below the average', { transaction: { amount: 4 } }, 0],
    ['the amount is twice the average', { transaction: { amount: 80 } }, Math.LN2],
    ['there is no average', { transaction: { amount: 2 }, user: { average_amount_30d: 0 } }, Math.LN2],
    ['the card is not present', { transaction: REMOTE }, 0.5],
    [
      'a remote amount is twice the average',
      { transaction: { ...REMOTE, amount: 80 } },
      0.5 + 1.5 * Math.LN2,
    ],
    ['the terminal is 5 km away', { transaction: { distance_from_home_km: 5 } }, 1.2 * Math.LN2],
    [
      'the device is 5 km away',
      { transaction: { ...REMOTE, distance_from_home_km: 5 } },
      0.5 + 0.5 * Math.LN2,
    ],
    ['the terminal is very far', { transaction: { distance_from_home_km: 9000 } }, 1.2 * Math.log(201)],
    [
      'fraud has moved near home',
      { transaction: { distance_from_home_km: 5 }, drift: { concept: 'fraud-near-home' } },
      12 - 24 * 1.2 * Math.LN2,
    ],
    ['it is five at night', { transaction: { hour_of_day: 5 } }, 0.4],
    ['it is six in the morning', { transaction: { hour_of_day: 6 } }, 0],
    ['it is remote and at night', { transaction: { ...REMOTE, hour_of_day: 0 } }, 0.5 + 0.4 + 1.4],
    ['an old account is fast', { user: { transactions_last_hour: 2 } }, 0.8],
    ['an old account is faster than counts', { user: { transactions_last_hour: 9 } }, 1.6],
    [
      'a young account is fast',
      { user: { account_age_days: 60, transactions_last_hour: 2 } },
      2.6 + 1.6 * Math.exp(-0.5),
    ],
    ['the account is new', { user: { account_age_days: 0 } }, 1.6],
    ['there are two chargebacks', { user: { chargebacks_last_90d: 2 } }, 1.8],
    ['there are more chargebacks than count', { user: { chargebacks_last_90d: 8 } }, 2.7],
    [
      'a dormant account spends much',
      { user: { days_since_last_transaction: 11 }, transaction: { amount: 120 } },
      Math.log(3) + 1.8,
    ],
    ['a dormant account spends as ever', { user: { days_since_last_transaction: 11 } }, 0],
    [
      'gift cards cost more than 80 EUR',
      { transaction: { merchant_category: 'gift_cards', amount: 81 }, user: { average_amount_30d: 100 } },
      1.3 - 0.2 + 1.6,
    ],
  ];
  for (const [situation, change, expected] of terms) {
    it(`fraudProbability - when ${situation} - then the log-odds move by what README.md says`, () => {
      expect(moved(change)).toBeCloseTo(expected, 9);
    });
  }

  it('fraudProbability - when the rate is multiplied - then it scales but never becomes certain', () => {
    const plain = fraudProbability(TRANSACTION, USER);
    expect(fraudProbability(TRANSACTION, USER, { fraudRateMultiplier: 3 })).toBeCloseTo(3 * plain, 12);
    expect(fraudProbability(TRANSACTION, USER, { fraudRateMultiplier: 0 })).toBe(0);
    expect(fraudProbability(TRANSACTION, USER, { fraudRateMultiplier: 1e6 })).toBe(0.99);
  });
});
