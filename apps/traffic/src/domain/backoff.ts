/** Waits that double from one failure to the next, up to a limit, each shortened by up to a half at random. */
export class Backoff {
  readonly #firstMs: number;
  readonly #limitMs: number;
  #failures = 0;

  constructor(firstMs: number, limitMs: number) {
    this.#firstMs = firstMs;
    this.#limitMs = limitMs;
  }

  get failures(): number {
    return this.#failures;
  }

  /** Counts a failure and returns how long to wait, in milliseconds. */
  fail(): number {
    const full = Math.min(this.#limitMs, this.#firstMs * 2 ** this.#failures);
    this.#failures += 1;
    // Chance that changes nothing of what is sent, so it need not come from the seed.
    return full * (1 - Math.random() / 2);
  }

  reset(): void {
    this.#failures = 0;
  }
}
