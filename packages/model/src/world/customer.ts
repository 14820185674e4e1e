import type { UserFeatures } from '../features/index.ts';
import type { Xoshiro128 } from '../random/xoshiro128.ts';
import { MEAN_AMOUNT } from './merchants.ts';

const MEAN_ACCOUNT_AGE_DAYS = 600;
const AVERAGE_AMOUNT_TIME_CONSTANT_DAYS = 30;
const CHARGEBACK_MEMORY_DAYS = 90;
const HOUR_IN_DAYS = 1 / 24;
const MEDIAN_DAILY_TRANSACTIONS = 0.6;
const ACTIVITY_SIGMA = 0.6;
/** Chargebacks for each unit of activity in a settled world: follow-ups, fraud rate and disputed share together. */
const CHARGEBACKS_PER_ACTIVITY = 0.0042;

/** What a customer's features remember for weeks. */
export interface LongMemory {
  readonly averageAmount: number;
  readonly chargebacks: readonly number[];
}

/** One card holder. Times are days of the world's clock; see world.ts for how it runs. */
export class Customer {
  readonly userId: string;
  /** Factor on the median amount of every merchant. */
  readonly spending: number;
  /** Factor on the distances at home. */
  readonly mobility: number;
  readonly #ageAtStart: number;
  #logActivity: number;
  #averageAmount: number;
  #lastTransactionDay: number;
  /** Days of the transactions of the last 24 hours, oldest first. */
  #recent: number[] = [];
  /** Days of the chargebacks of the last 90 days, oldest first. */
  #chargebacks: number[] = [];

  constructor(userId: string, random: Xoshiro128) {
    this.userId = userId;
    this.spending = random.logNormal(1, 0.45);
    this.mobility = random.logNormal(1, 0.5);
    this.#ageAtStart = random.exponential(MEAN_ACCOUNT_AGE_DAYS);
    this.#logActivity = ACTIVITY_SIGMA * random.normal();
    this.#averageAmount = MEAN_AMOUNT * this.spending;
    this.#lastTransactionDay = -random.exponential(1 / this.dailyTransactions);
    // Ninety days of history would take long to live through; the rest of the state settles within days.
    const chargebacks = random.poisson(
      this.dailyTransactions * CHARGEBACKS_PER_ACTIVITY * CHARGEBACK_MEMORY_DAYS,
    );
    this.#chargebacks = Array.from(
      { length: chargebacks },
      () => -CHARGEBACK_MEMORY_DAYS * random.uniform(),
    ).sort((a, b) => a - b);
  }

  /** Expected transactions a day, follow-ups of a shopping tour not counted. */
  get dailyTransactions(): number {
    return MEDIAN_DAILY_TRANSACTIONS * Math.exp(this.#logActivity);
  }

  /**
   * Lets the habit wander for a week: an autoregressive step that keeps the spread over all customers at
   * ACTIVITY_SIGMA, so that single customers change and the population does not.
   */
  changeHabits(random: Xoshiro128): void {
    const persistence = 0.95;
    const innovation = ACTIVITY_SIGMA * Math.sqrt(1 - persistence * persistence);
    this.#logActivity = persistence * this.#logActivity + innovation * random.normal();
  }

  /** What the feature service would know at `day`; `daysSinceStart` ages the account by the caller's calendar. */
  features(day: number, daysSinceStart: number): UserFeatures {
    this.#forget(day);
    const lastHour = this.#recent.filter((moment) => moment > day - HOUR_IN_DAYS).length;
    return {
      account_age_days: Math.floor(Math.max(0, this.#ageAtStart + daysSinceStart)),
      transactions_last_hour: lastHour,
      transactions_last_day: this.#recent.length,
      average_amount_30d: Math.round(this.#averageAmount * 100) / 100,
      chargebacks_last_90d: this.#chargebacks.length,
      days_since_last_transaction: Math.round(Math.max(0, day - this.#lastTransactionDay) * 1000) / 1000,
    };
  }

  /** Takes a transaction into the customer's history. */
  record(day: number, amount: number, isChargedBack: boolean): void {
    const elapsed = Math.max(0, day - this.#lastTransactionDay);
    // Irregular exponential smoothing would forget everything during a long silence; a real 30-day mean of a
    // rare buyer rests on few payments too, but on more than one.
    const weight = Math.min(
      0.3,
      1 - Math.exp(-Math.max(elapsed, HOUR_IN_DAYS) / AVERAGE_AMOUNT_TIME_CONSTANT_DAYS),
    );
    this.#averageAmount += weight * (amount - this.#averageAmount);
    this.#lastTransactionDay = day;
    this.#recent.push(day);
    if (isChargedBack) this.#chargebacks.push(day);
  }

  longMemory(): LongMemory {
    return { averageAmount: this.#averageAmount, chargebacks: [...this.#chargebacks] };
  }

  /** Lets the customer forget what has come into the long memory since. */
  remember({ averageAmount, chargebacks }: LongMemory): void {
    this.#averageAmount = averageAmount;
    this.#chargebacks = [...chargebacks];
  }

  #forget(day: number): void {
    while (this.#recent[0] !== undefined && this.#recent[0] <= day - 1) this.#recent.shift();
    while (this.#chargebacks[0] !== undefined && this.#chargebacks[0] <= day - CHARGEBACK_MEMORY_DAYS) {
      this.#chargebacks.shift();
    }
  }
}
