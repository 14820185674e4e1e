import { performance } from 'node:perf_hooks';
import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import type { FailureLog } from './adapters/failure-log.ts';
import type { InferenceClient, PurchaseAnswer } from './adapters/inference-client.ts';
import { spoilTransaction } from './domain/bad-data.ts';
import { FAULT_HEADER, faultOf } from './domain/fault-header.ts';
import type { Purchase, Purchases } from './domain/purchases.ts';
import type { Scenarios } from './domain/scenarios.ts';
import { Upcoming } from './domain/upcoming.ts';
import type { Tally } from './tally.ts';

/** Purchases handled in one turn of the event loop; more would hold up answers that have arrived. */
const PURCHASES_PER_TURN = 100;
const LONGEST_SLEEP_MS = 1000;

interface CustomersOptions {
  readonly purchases: Purchases;
  readonly scenarios: Scenarios;
  readonly inference: InferenceClient;
  readonly failures: FailureLog;
  readonly tally: Tally;
  readonly maxOpen: number;
  /** How long before it is due a purchase is decided, in seconds. */
  readonly leadSeconds: number;
  /** Seconds after the start at which no more requests are sent; undefined for never. */
  readonly maxSeconds: number | undefined;
  /** A purchase's features may be written: no other purchase of the customer comes before it. */
  readonly onFeatures: (purchase: Purchase) => void;
  readonly onAnswer: (purchase: Purchase, answer: PurchaseAnswer) => void;
}

/**
 * Sends each purchase when it is due, whether or not earlier ones have been answered (an open loop), and measures
 * from that moment. A generator that waits for answers sends less to a slow server and measures a delay too few
 * times; Gil Tene called it coordinated omission.
 */
export class Customers {
  readonly #options: CustomersOptions;
  readonly #upcoming: Upcoming;
  readonly #open = new Set<Promise<void>>();
  #startedAt = 0;
  #timer: NodeJS.Timeout | undefined;
  #immediate: NodeJS.Immediate | undefined;
  #state: 'waiting' | 'running' | 'finished' | 'stopped' = 'waiting';
  /** While true nobody buys: what is due is let go. */
  away = false;

  constructor(options: CustomersOptions) {
    this.#options = options;
    this.#upcoming = new Upcoming(options.onFeatures);
  }

  get state(): 'waiting' | 'running' | 'finished' | 'stopped' {
    return this.#state;
  }

  get open(): number {
    return this.#open.size;
  }

  /** Seconds after the start, on a clock that does not go back. */
  get now(): number {
    return this.#state === 'waiting' ? 0 : (performance.now() - this.#startedAt) / 1000;
  }

  /** Up to where purchases are already decided: what switches now changes those after it. */
  get horizon(): number {
    return this.now + this.#options.leadSeconds;
  }

  /** True while a purchase of the customer is decided and not yet sent. */
  isAboutToBuy(userId: string): boolean {
    return this.#upcoming.has(userId);
  }

  start(): void {
    this.#startedAt = performance.now();
    this.#state = 'running';
    this.#begin();
  }

  /** The rate or the end has changed: what was waited for may be due earlier. */
  wake(): void {
    if (this.#state !== 'running') return;
    this.#cancelTurn();
    this.#begin();
  }

  /** Outside of whoever asked, whose trace would otherwise go on through every timer and gather all purchases to come. */
  #begin(): void {
    context.with(ROOT_CONTEXT, this.#turn);
  }

  /** Ends the arrivals and waits for the open requests, each of which ends with its own timeout at the latest. */
  async stop(): Promise<void> {
    this.#cancelTurn();
    this.#state = 'stopped';
    await Promise.all(this.#open);
  }

  readonly #turn = (): void => {
    const { purchases, maxSeconds = Number.POSITIVE_INFINITY } = this.#options;
    if (this.now >= maxSeconds) {
      this.#state = 'finished';
      return;
    }
    let handled = 0;
    while (handled < PURCHASES_PER_TURN && purchases.nextDue <= this.horizon) {
      this.#upcoming.add(purchases.take());
      handled += 1;
    }
    for (; handled < 2 * PURCHASES_PER_TURN; handled += 1) {
      const purchase = this.#upcoming.takeDue(Math.min(this.now, maxSeconds));
      if (purchase === undefined) break;
      this.#buy(purchase);
    }
    this.#planTurn(maxSeconds);
  };

  #planTurn(maxSeconds: number): void {
    const next = Math.min(
      this.#upcoming.nextDue,
      this.#options.purchases.nextDue - this.#options.leadSeconds,
      maxSeconds,
    );
    const waitMs = (next - this.now) * 1000;
    if (waitMs <= 0) this.#immediate = setImmediate(this.#turn);
    else this.#timer = setTimeout(this.#turn, Math.min(LONGEST_SLEEP_MS, waitMs));
  }

  #cancelTurn(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#immediate);
  }

  #buy(purchase: Purchase): void {
    if (this.away) return;
    const { tally, maxOpen } = this.#options;
    if (this.#open.size >= maxOpen) {
      tally.skipped();
      return;
    }
    tally.sent(this.now - purchase.due);
    const request = this.#ask(purchase);
    this.#open.add(request);
    void request.finally(() => this.#open.delete(request));
  }

  async #ask(purchase: Purchase): Promise<void> {
    const { scenarios, inference, failures, tally, onAnswer } = this.#options;
    const badData = scenarios.get('bad_data');
    const body =
      badData !== undefined && purchase.draws.badData < badData.settings.intensity
        ? spoilTransaction(purchase.transaction, purchase.draws.badDataKind)
        : purchase.transaction;
    const fault = faultOf(scenarios, purchase);
    const answer = await inference.predict(body, fault === undefined ? {} : { [FAULT_HEADER]: fault });
    tally.answered(answer.outcome, this.now - purchase.due, answer.traceId);
    if (answer.error !== undefined) failures.write(answer, performance.now());
    onAnswer(purchase, answer);
  }
}
