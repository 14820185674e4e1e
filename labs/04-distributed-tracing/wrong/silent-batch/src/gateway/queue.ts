import { context, type Link, type SpanContext, SpanKind, trace } from '@opentelemetry/api';
import type { Payment } from '../shared/payment.ts';
import type { Weather } from '../shared/weather.ts';
import type { Scorer } from './scorer-client.ts';

/** What waits in the queue. */
interface Message {
  readonly payment: Payment;
  readonly weather: Weather;
  /** Who asked for it. A queue between processes would carry it as a `traceparent` header of the message. */
  readonly cause: SpanContext | undefined;
}

const EVERY_MS = 1000;
const BATCH = 50;
const tracer = trace.getTracer('gateway');

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
    this.#messages.push({ payment, weather, cause: trace.getActiveSpan()?.spanContext() });
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #processBatch(): Promise<void> {
    const batch = this.#messages.splice(0, BATCH);
    const [first] = batch;
    if (first === undefined) return;
    const links = batch.flatMap(({ cause }): Link[] => (cause === undefined ? [] : [{ context: cause }]));
    const span = tracer.startSpan('process_batch', {
      kind: SpanKind.CONSUMER,
      // A trace of its own: it belongs to no one of its payments more than to the others.
      root: true,
      links,
      attributes: { 'messaging.batch.message_count': batch.length },
    });
    try {
      await context.with(trace.setSpan(context.active(), span), () =>
        this.#scorer.scoreAll(
          batch.map(({ payment }) => payment),
          first.weather,
        ),
      );
    } catch {
      // A real queue would keep them, and try again.
    } finally {
      span.end();
    }
  }
}
