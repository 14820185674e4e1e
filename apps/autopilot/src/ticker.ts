import type { Logger } from '@lab/instrumentation';
import { context, ROOT_CONTEXT } from '@opentelemetry/api';

/** Does the same pieces of work again and again, at a pace and whenever it is woken; never twice at a time. */
export class Ticker {
  readonly #intervalMs: number;
  readonly #logger: Logger;
  readonly #work: readonly (() => Promise<void>)[];
  /** Messages of what failed at the last look, so that a service that is away costs one line and not one a second. */
  readonly #failing = new Map<number, string>();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #stopped = false;

  constructor(intervalMs: number, logger: Logger, work: readonly (() => Promise<void>)[]) {
    this.#intervalMs = intervalMs;
    this.#logger = logger;
    this.#work = work;
  }

  start(): void {
    this.#timer = setInterval(() => this.wake(), this.#intervalMs);
    this.wake();
  }

  wake(): void {
    if (this.#stopped) return;
    if (this.#running !== undefined) {
      this.#again = true;
      return;
    }
    // A request that wakes it must not become the parent of all that follows.
    this.#running = context
      .with(ROOT_CONTEXT, () => this.#runOnce())
      .finally(() => {
        this.#running = undefined;
        if (this.#again) {
          this.#again = false;
          this.wake();
        }
      });
  }

  /** No more work; waits for what is being done. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#running;
  }

  async #runOnce(): Promise<void> {
    for (const [index, work] of this.#work.entries()) {
      try {
        await work();
        this.#failing.delete(index);
      } catch (error) {
        const { message } = error as Error;
        if (this.#failing.get(index) !== message)
          this.#logger.warn(
            { error, event_type: 'autopilot_work_failed' },
            'work failed and will be tried again',
          );
        this.#failing.set(index, message);
      }
    }
  }
}

/** The first time, and from then on every n-th. */
export function everyNth(n: number, work: () => Promise<void>): () => Promise<void> {
  let calls = 0;
  return async () => {
    if (calls++ % n === 0) await work();
  };
}
