import type { Logger } from '@lab/instrumentation';
import type { PurchaseAnswer } from './inference-client.ts';

const LINES_PER_WINDOW = 5;
const WINDOW_MS = 10_000;

/**
 * A line per failed purchase, and at most a handful per ten seconds: in an outage every line says the same, and the
 * first few are enough to find its traces. The next window says how many were left out.
 */
export class FailureLog {
  readonly #logger: Logger;
  #windowEnds = 0;
  #written = 0;
  #suppressed = 0;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** @param now milliseconds of a clock that does not go back */
  write({ outcome, status, error, requestId, traceId }: PurchaseAnswer, now: number): void {
    if (now >= this.#windowEnds) {
      this.#windowEnds = now + WINDOW_MS;
      this.#written = 0;
    }
    if (this.#written === LINES_PER_WINDOW) {
      this.#suppressed += 1;
      return;
    }
    this.#written += 1;
    const suppressed = this.#suppressed;
    this.#suppressed = 0;
    this.#logger.warn(
      {
        event_type: 'purchase_failed',
        outcome,
        status_code: status,
        reason: error?.message,
        request_id: requestId,
        ...(traceId === undefined ? {} : { trace_id: traceId }),
        ...(suppressed === 0 ? {} : { suppressed_lines: suppressed }),
      },
      'purchase failed',
    );
  }
}
