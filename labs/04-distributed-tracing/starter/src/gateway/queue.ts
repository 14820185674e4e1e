import type { Payment } from '../shared/payment.ts';
import type { Weather } from '../shared/weather.ts';
import type { Scorer } from './scorer-client.ts';

/** What waits in the queue. */
interface Message {
  readonly payment: Payment;
  readonly weather: Weather;
}

const EVERY_MS = 1000;
const BATCH = 50;

/** Payments that may be decided later: they are scored together, once a second. */
export class PaymentQueue {
  readonly #scorer: Scorer;
  readonly #messages: Message[] = [];
  readonly #timer: NodeJS.Timeout;

  constructor(scorer: Scorer) {
    this.#scorer = scorer;
    this.#timer = setInterval(() => void this.#processBatch(), EVERY_MS);
  }

  put(payment: Payment, weather: Weather): void {
    this.#messages.push({ payment, weather });
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #processBatch(): Promise<void> {
    const batch = this.#messages.splice(0, BATCH);
    const [first] = batch;
    if (first === undefined) return;
    try {
      await this.#scorer.scoreAll(
        batch.map(({ payment }) => payment),
        first.weather,
      );
    } catch {
      // A real queue would keep them, and try again.
    }
  }
}
