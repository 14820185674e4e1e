/**
 * Expected requests per second over a lab day that begins when the traffic starts:
 *
 *     rate(t) = base · (1 + amplitude · sin(2π t / day))
 *
 * The day begins at the start and not at midnight, so that a run depends on nothing but its settings, and a short
 * run sees the base rate.
 */
export class DailyRate {
  readonly base: number;
  readonly amplitude: number;
  readonly #day: number;

  /**
   * @param base requests per second, averaged over a day; 0 for none
   * @param amplitude 0 (flat) to below 1 (almost nothing at the lowest point)
   * @param daySeconds length of the lab's day
   */
  constructor(base: number, amplitude: number, daySeconds: number) {
    this.base = base;
    this.amplitude = amplitude;
    this.#day = daySeconds;
  }

  /** Requests per second at `t` seconds after the start. */
  at(t: number): number {
    return this.base * (1 + this.amplitude * Math.sin((2 * Math.PI * t) / this.#day));
  }

  /** Requests expected between two moments: the integral of the rate. */
  between(from: number, to: number): number {
    const angle = (2 * Math.PI) / this.#day;
    const swing = (this.amplitude / angle) * (Math.cos(angle * from) - Math.cos(angle * to));
    return this.base * (to - from + swing);
  }

  /** The moment by which `expected` requests are due, counted from `from`; Infinity where the rate is 0. */
  momentOf(expected: number, from: number): number {
    if (this.base === 0) return Number.POSITIVE_INFINITY;
    let low = from + expected / (this.base * (1 + this.amplitude));
    let high = from + expected / (this.base * (1 - this.amplitude));
    // Bisection and not Newton: with an amplitude near 1 the rate, Newton's divisor, comes close to 0.
    while (high - low > 1e-6) {
      const middle = (low + high) / 2;
      if (this.between(from, middle) < expected) low = middle;
      else high = middle;
    }
    return (low + high) / 2;
  }
}
