import { MERCHANT_CATEGORIES, type Transaction, type UserFeatures } from '../features/index.ts';
import { Xoshiro128 } from '../random/xoshiro128.ts';
import { Customer, type LongMemory } from './customer.ts';
import { assertDrift, type Drift } from './drift.ts';
import { fraudProbability } from './fraud.ts';
import { HOUR_WEIGHTS, MERCHANTS } from './merchants.ts';

const MILLISECONDS_PER_DAY = 86_400_000;
const HABITS_CHANGE_EVERY_DAYS = 7;
const FOLLOW_UP_PROBABILITY = 0.3;
const MEAN_FOLLOW_UP_DAYS = 12 / (24 * 60);
const DISPUTED_SHARE_OF_FRAUD = 0.1;
const SETTLING_TRANSACTIONS_PER_CUSTOMER = 20;
const MAX_AMOUNT = 20_000;
const MAX_DISTANCE_KM = 15_000;

export interface WorldOptions {
  /** Non-negative integer. Equal seeds give equal worlds, transaction for transaction. */
  seed: number;
  /** Number of card holders; 2,000 unless told. */
  customers?: number;
  drift?: Drift;
}

export interface LabelledTransaction {
  transaction: Transaction;
  /** The customer as of just before this transaction: what the feature service should answer for it. */
  userFeatures: UserFeatures;
  /** The true probability of fraud, which no model sees. */
  fraudProbability: number;
  isFraud: boolean;
}

export interface CustomerSnapshot {
  user_id: string;
  userFeatures: UserFeatures;
}

export interface World {
  /**
   * The next transaction of some customer. `at` is the caller's calendar and ages the accounts; how fast
   * customers buy is governed by the world's own clock.
   */
  nextTransaction(at: Date): LabelledTransaction;
  /** Every customer as of now. */
  customers(): Iterable<CustomerSnapshot>;
  /**
   * Replaces all knobs at once. `{}` brings the normal world back, with the average amounts and chargebacks that customers
   * had when it was left: otherwise features over 30 and 90 days would tell of a drift for as long after its end.
   */
  setDrift(drift: Drift): void;
  readonly drift: Readonly<Drift>;
}

/**
 * A world of customers who pay with cards.
 *
 * The world has a clock of its own that each transaction moves on. A lab that sends fifty transactions a second
 * and one that sends two see the same "transactions in the last hour": a world tied to the wall clock would
 * change its distributions with the load, and every load test would look like drift. For the same reason the
 * customers live in all time zones, so the mix of local hours is the same at any moment.
 *
 * @throws RangeError for a bad seed, number of customers or drift.
 */
export function createWorld(options: WorldOptions): World {
  return new SyntheticWorld(options);
}

interface FollowUp {
  day: number;
  customer: Customer;
}

class SyntheticWorld implements World {
  readonly #seed: number;
  readonly #customers: Customer[];
  readonly #cumulativeActivity: Float64Array;
  // One stream for each concern: a drift knob that changes the labels leaves the transactions as they were.
  readonly #habits: Xoshiro128;
  readonly #arrivals: Xoshiro128;
  readonly #purchases: Xoshiro128;
  readonly #outcomes: Xoshiro128;
  #drift: Drift = {};
  /** From when the world left its normal state; undefined while it is normal. */
  #normalMemories: ReadonlyMap<Customer, LongMemory> | undefined;
  #merchantWeights: number[] = [];
  #day = 0;
  #nextArrivalDay = 0;
  #habitsChangeDay = 0;
  #followUps: FollowUp[] = [];
  #startedAt: number | undefined;
  #daysSinceStart = 0;
  #sequence = 0;

  constructor({ seed, customers = 2000, drift = {} }: WorldOptions) {
    if (!Number.isInteger(customers) || customers < 1) {
      throw new RangeError(`customers must be a positive integer, got ${customers}`);
    }
    this.#seed = seed;
    this.#habits = Xoshiro128.seeded(seed, 0);
    this.#arrivals = Xoshiro128.seeded(seed, 1);
    this.#purchases = Xoshiro128.seeded(seed, 2);
    this.#outcomes = Xoshiro128.seeded(seed, 3);
    this.#customers = Array.from(
      { length: customers },
      (_, index) => new Customer(`user_${String(index).padStart(6, '0')}`, this.#habits),
    );
    this.#cumulativeActivity = new Float64Array(customers);
    this.setDrift({});
    this.#settle(customers * SETTLING_TRANSACTIONS_PER_CUSTOMER);
    this.setDrift(drift);
  }

  get drift(): Readonly<Drift> {
    return this.#drift;
  }

  setDrift(drift: Drift): void {
    assertDrift(drift);
    const weights = MERCHANT_CATEGORIES.map(
      (category) => MERCHANTS[category].share * (drift.merchantMix?.[category] ?? 1),
    );
    if (!weights.some((weight) => weight > 0))
      throw new RangeError('merchantMix leaves no merchant category');
    this.#drift = { ...drift };
    this.#merchantWeights = weights;
    if (Object.values(drift).some((knob) => knob !== undefined))
      this.#normalMemories ??= new Map(
        this.#customers.map((customer) => [customer, customer.longMemory()] as const),
      );
    else this.#restoreMemories();
  }

  #restoreMemories(): void {
    for (const [customer, memory] of this.#normalMemories ?? []) customer.remember(memory);
    this.#normalMemories = undefined;
  }

  *customers(): Iterable<CustomerSnapshot> {
    for (const customer of this.#customers) {
      yield { user_id: customer.userId, userFeatures: customer.features(this.#day, this.#daysSinceStart) };
    }
  }

  nextTransaction(at: Date): LabelledTransaction {
    this.#startedAt ??= at.getTime();
    this.#daysSinceStart = (at.getTime() - this.#startedAt) / MILLISECONDS_PER_DAY;
    return this.#advance();
  }

  /** Runs the world until average amounts, velocities and pauses are those of a settled one. */
  #settle(transactions: number): void {
    for (let count = 0; count < transactions; count += 1) this.#advance();
    this.#sequence = 0;
  }

  #advance(): LabelledTransaction {
    const customer = this.#nextCustomer();
    const userFeatures = customer.features(this.#day, this.#daysSinceStart);
    const transaction = this.#purchase(customer);
    const probability = fraudProbability(transaction, userFeatures, this.#drift);
    const isFraud = this.#outcomes.uniform() < probability;
    const isDisputed = this.#outcomes.uniform() < DISPUTED_SHARE_OF_FRAUD;
    customer.record(this.#day, transaction.amount, isFraud && isDisputed);
    if (this.#arrivals.chance(FOLLOW_UP_PROBABILITY)) {
      this.#followUps.push({ day: this.#day + this.#arrivals.exponential(MEAN_FOLLOW_UP_DAYS), customer });
    }
    return { transaction, userFeatures, fraudProbability: probability, isFraud };
  }

  /** Moves the clock to the earlier of the next fresh arrival and the next follow-up. */
  #nextCustomer(): Customer {
    let earliest = -1;
    let earliestDay = this.#nextArrivalDay;
    for (const [index, followUp] of this.#followUps.entries()) {
      if (followUp.day < earliestDay) {
        earliest = index;
        earliestDay = followUp.day;
      }
    }
    this.#day = earliestDay;
    const followUp = earliest >= 0 ? this.#followUps.splice(earliest, 1)[0] : undefined;
    return followUp?.customer ?? this.#freshArrival();
  }

  #freshArrival(): Customer {
    if (this.#day >= this.#habitsChangeDay) this.#changeHabits();
    const total = this.#cumulativeActivity[this.#cumulativeActivity.length - 1] ?? 0;
    this.#nextArrivalDay = this.#day + this.#arrivals.exponential(1 / total);
    const customer = this.#customers[firstAbove(this.#cumulativeActivity, this.#arrivals.uniform() * total)];
    if (customer === undefined) throw new Error('the activity table is shorter than the customers');
    return customer;
  }

  #changeHabits(): void {
    this.#habitsChangeDay = this.#day + HABITS_CHANGE_EVERY_DAYS;
    let total = 0;
    for (const [index, customer] of this.#customers.entries()) {
      customer.changeHabits(this.#habits);
      total += customer.dailyTransactions;
      this.#cumulativeActivity[index] = total;
    }
  }

  #purchase(customer: Customer): Transaction {
    const random = this.#purchases;
    const category = MERCHANT_CATEGORIES[random.weighted(this.#merchantWeights)] ?? 'grocery';
    const merchant = MERCHANTS[category];
    const amount =
      random.logNormal(merchant.medianAmount * customer.spending, merchant.amountSigma) *
      (this.#drift.amountScale ?? 1);
    const isAway = random.chance(merchant.awayShare);
    const distance = isAway ? random.logNormal(250, 1.2) : random.logNormal(4 * customer.mobility, 0.9);
    const hour = random.weighted(HOUR_WEIGHTS) + (this.#drift.hourShift ?? 0);
    const isCardPresent = random.chance(merchant.cardPresentShare);
    this.#sequence += 1;
    return {
      transaction_id: `tx_${this.#seed.toString(16)}_${String(this.#sequence).padStart(8, '0')}`,
      user_id: customer.userId,
      amount: Math.min(MAX_AMOUNT, Math.max(0.5, Math.round(amount * 100) / 100)),
      merchant_category: category,
      hour_of_day: ((hour % 24) + 24) % 24,
      distance_from_home_km: Math.min(MAX_DISTANCE_KM, Math.round(distance * 10) / 10),
      card_present: isCardPresent,
    };
  }
}

/** Index of the first entry above `value` in an ascending array; the last index where there is none. */
function firstAbove(ascending: Float64Array, value: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
