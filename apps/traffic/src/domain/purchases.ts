import { Xoshiro128 } from '@lab/model/random';
import { createWorld, type LabelledTransaction, type World } from '@lab/model/world';
import { Arrivals } from './arrivals.ts';
import { DailyRate } from './daily-rate.ts';

export interface PurchaseSettings {
  readonly seed: number;
  readonly customers: number;
  /** Requests per second, averaged over a lab day. */
  readonly rate: number;
  readonly amplitude: number;
  readonly daySeconds: number;
}

/** One customer who wants to pay, and everything about it that chance decides. */
export interface Purchase extends LabelledTransaction {
  /** Seconds after the start. */
  readonly due: number;
  /** Uniform draws over [0, 1): compared with the intensity of a scenario, or spread over its choices. */
  readonly draws: {
    readonly error: number;
    readonly latency: number;
    readonly badData: number;
    readonly badDataKind: number;
    readonly labelDelay: number;
  };
}

/**
 * The purchases of a world in the order in which they are due.
 *
 * They depend on the seed, the settings and the scenarios alone, never on an answer. Each concern draws from its own
 * stream, and draws whether a scenario is on or not: switching one leaves every other draw where it was.
 */
export class Purchases {
  readonly world: World;
  readonly arrivals: Arrivals;
  readonly #startedAt: number;
  readonly #faults: Xoshiro128;
  readonly #badData: Xoshiro128;
  readonly #labels: Xoshiro128;

  /** @param startedAt the start in Unix milliseconds; accounts age from there */
  constructor(settings: PurchaseSettings, startedAt: number) {
    const { seed, customers, rate, amplitude, daySeconds } = settings;
    this.#startedAt = startedAt;
    this.world = createWorld({ seed, customers });
    // The world uses the first streams of the seed.
    this.arrivals = new Arrivals(new DailyRate(rate, amplitude, daySeconds), Xoshiro128.seeded(seed, 100));
    this.#faults = Xoshiro128.seeded(seed, 101);
    this.#badData = Xoshiro128.seeded(seed, 102);
    this.#labels = Xoshiro128.seeded(seed, 103);
  }

  /** When the next purchase is due, in seconds after the start; Infinity while nobody buys. */
  get nextDue(): number {
    return this.arrivals.next;
  }

  take(): Purchase {
    const due = this.arrivals.take();
    return {
      due,
      ...this.world.nextTransaction(new Date(this.#startedAt + due * 1000)),
      draws: {
        error: this.#faults.uniform(),
        latency: this.#faults.uniform(),
        badData: this.#badData.uniform(),
        badDataKind: this.#badData.uniform(),
        labelDelay: this.#labels.uniform(),
      },
    };
  }
}
