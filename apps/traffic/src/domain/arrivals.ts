import type { Xoshiro128 } from '@lab/model/random';
import type { DailyRate } from './daily-rate.ts';

/**
 * When customers come: a Poisson process with a changing rate. Each gap is one draw from the unit exponential,
 * stretched by the rate (inversion of the cumulative rate; Çinlar, "Introduction to Stochastic Processes", 1975,
 * §4.7), so the draws are the same whatever the rate does.
 *
 * All times are seconds after the start.
 */
export class Arrivals {
  readonly #rate: DailyRate;
  readonly #random: Xoshiro128;
  #factor = 1;
  /** Where the wait for the next arrival is counted from, and what of its draw is still to come. */
  #anchor = 0;
  #remaining: number;
  #next: number;

  constructor(rate: DailyRate, random: Xoshiro128) {
    this.#rate = rate;
    this.#random = random;
    this.#remaining = random.exponential(1);
    this.#next = this.#moment();
  }

  /** When the next customer comes; Infinity while nobody does. */
  get next(): number {
    return this.#next;
  }

  /** Requests per second at `t`, the factor included. */
  rateAt(t: number): number {
    return this.#factor * this.#rate.at(t);
  }

  /** Takes the next arrival and returns its moment. */
  take(): number {
    const due = this.#next;
    this.#anchor = due;
    this.#remaining = this.#random.exponential(1);
    this.#next = this.#moment();
    return due;
  }

  /** Multiplies the rate from `at` on; 1 is the normal world. An arrival that is already due stays where it is. */
  setFactor(factor: number, at: number): void {
    const from = Math.min(Math.max(at, this.#anchor), this.#next);
    this.#remaining = Math.max(0, this.#remaining - this.#factor * this.#rate.between(this.#anchor, from));
    this.#anchor = from;
    this.#factor = factor;
    this.#next = this.#moment();
  }

  #moment(): number {
    return this.#rate.momentOf(this.#remaining / this.#factor, this.#anchor);
  }
}
