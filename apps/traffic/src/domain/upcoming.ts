import type { Purchase } from './purchases.ts';

/**
 * Purchases that are already decided and not yet due.
 *
 * The look-ahead is what lets a customer's features reach the feature service before the purchase that they belong
 * to. Where a customer buys twice within it, the second purchase's features wait until the first has been sent:
 * otherwise the first would be judged by its own future.
 */
export class Upcoming {
  readonly #onFeatures: (purchase: Purchase) => void;
  #queue: Purchase[] = [];
  #head = 0;
  readonly #byUser = new Map<string, Purchase[]>();

  /** @param onFeatures called once per purchase, as soon as its features may be written */
  constructor(onFeatures: (purchase: Purchase) => void) {
    this.#onFeatures = onFeatures;
  }

  /** When the first of them is due, in seconds after the start; Infinity while there is none. */
  get nextDue(): number {
    return this.#queue[this.#head]?.due ?? Number.POSITIVE_INFINITY;
  }

  /** True while the customer has a purchase that is not yet sent. */
  has(userId: string): boolean {
    return this.#byUser.has(userId);
  }

  add(purchase: Purchase): void {
    this.#queue.push(purchase);
    const userId = purchase.transaction.user_id;
    const earlier = this.#byUser.get(userId);
    if (earlier !== undefined) {
      earlier.push(purchase);
      return;
    }
    this.#byUser.set(userId, [purchase]);
    this.#onFeatures(purchase);
  }

  /** Takes the first purchase if it is due by `now`. */
  takeDue(now: number): Purchase | undefined {
    const purchase = this.#queue[this.#head];
    if (purchase === undefined || purchase.due > now) return undefined;
    this.#head += 1;
    // Shifting would move the whole array for every purchase.
    if (this.#head > 1000) {
      this.#queue = this.#queue.slice(this.#head);
      this.#head = 0;
    }
    this.#leave(purchase.transaction.user_id);
    return purchase;
  }

  #leave(userId: string): void {
    const ofUser = this.#byUser.get(userId);
    ofUser?.shift();
    const next = ofUser?.[0];
    if (next === undefined) this.#byUser.delete(userId);
    else this.#onFeatures(next);
  }
}
