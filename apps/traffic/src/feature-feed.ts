import type { CustomerSnapshot, World } from '@lab/model/world';
import { spoilFeatures } from './domain/bad-data.ts';
import type { FeatureBacklog } from './domain/feature-backlog.ts';
import type { Purchase } from './domain/purchases.ts';
import type { Scenarios } from './domain/scenarios.ts';

interface FeatureFeedOptions {
  readonly world: World;
  readonly backlog: FeatureBacklog;
  readonly scenarios: Scenarios;
  readonly customers: number;
  /** In this time every customer is written again. */
  readonly refreshSeconds: number;
  readonly isAboutToBuy: (userId: string) => boolean;
}

/** Decides which features are to be written: everybody's once, a buyer's before the purchase, and all in turn. */
export class FeatureFeed {
  readonly #options: FeatureFeedOptions;
  #snapshots: Iterator<CustomerSnapshot> | undefined;
  #owed = 0;
  #refreshedAt: number | undefined;

  constructor(options: FeatureFeedOptions) {
    this.#options = options;
  }

  /** Everybody, as of now. */
  putAll(): void {
    for (const { user_id, userFeatures } of this.#options.world.customers()) {
      this.#put(user_id, userFeatures);
    }
  }

  /** The buyer, as of just before the purchase: what the decision about it should rest on. */
  putBuyer({ transaction, userFeatures, draws }: Purchase): void {
    const badData = this.#options.scenarios.get('bad_data');
    const isSpoiled = badData !== undefined && draws.badData < badData.settings.intensity;
    this.#put(transaction.user_id, isSpoiled ? spoilFeatures(userFeatures, draws.badDataKind) : userFeatures);
  }

  /**
   * As many customers as the time since the last call is worth, in turn. Those who are about to buy are left out:
   * they have their features already, and newer ones would know of the purchase.
   *
   * @param now seconds
   */
  refresh(now: number): void {
    const { customers, refreshSeconds, world, isAboutToBuy } = this.#options;
    this.#owed += ((now - (this.#refreshedAt ?? now)) * customers) / refreshSeconds;
    this.#refreshedAt = now;
    // After a long pause one round over everybody is enough.
    this.#owed = Math.min(this.#owed, customers);
    for (; this.#owed >= 1; this.#owed -= 1) {
      this.#snapshots ??= world.customers()[Symbol.iterator]();
      const { done, value } = this.#snapshots.next();
      if (done === true) this.#snapshots = undefined;
      else if (!isAboutToBuy(value.user_id)) this.#put(value.user_id, value.userFeatures);
    }
  }

  #put(
    userId: string,
    features: Readonly<Record<string, number | null>> | CustomerSnapshot['userFeatures'],
  ): void {
    this.#options.backlog.put({
      entity_id: userId,
      event_timestamp: new Date().toISOString(),
      features: { ...features },
    });
  }
}
