/**
 * Allows retries in proportion to first attempts, so that retrying never multiplies the load on a service that is
 * already failing (Google SRE book, "Handling Overload": a per-client retry budget of 10 %).
 */
export class RetryBudget {
  readonly #share: number;
  readonly #capacity: number;
  #tokens: number;

  /** @param share retries per first attempt. @param capacity retries that may be saved up */
  constructor(share = 0.1, capacity = 10) {
    this.#share = share;
    this.#capacity = capacity;
    this.#tokens = capacity;
  }

  recordAttempt(): void {
    this.#tokens = Math.min(this.#capacity, this.#tokens + this.#share);
  }

  takeRetry(): boolean {
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
