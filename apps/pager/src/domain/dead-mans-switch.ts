/** Why the switch was raised: nothing came for too long, or the Alertmanager says that Prometheus no longer sends. */
type RaiseReason = 'heartbeat_missing' | 'watchdog_resolved';

export type Transition =
  | { readonly kind: 'raised'; readonly reason: RaiseReason; readonly silentForMs: number }
  | { readonly kind: 'cleared'; readonly silentForMs: number };

/**
 * The far end of the Watchdog: an alert that always fires proves the whole way from a rule to here, so its absence is
 * the alarm. Only who waits for it can notice that it is missing.
 *
 * Pure: the caller brings the time. Unix time in milliseconds.
 */
export class DeadMansSwitch {
  readonly timeoutMs: number;
  #aliveAt: number;
  #lastBeat: number | undefined;
  #raised: boolean;

  /** @param raised as it was before a restart; silence counts from the start, for nobody listened before. */
  constructor(timeoutMs: number, startedAt: number, raised = false) {
    this.timeoutMs = timeoutMs;
    this.#aliveAt = startedAt;
    this.#raised = raised;
  }

  get raised(): boolean {
    return this.#raised;
  }

  /** Undefined before the first since the start. */
  get lastBeat(): number | undefined {
    return this.#lastBeat;
  }

  beat(now: number): Transition | undefined {
    const silentForMs = now - this.#aliveAt;
    this.#aliveAt = now;
    this.#lastBeat = now;
    if (!this.#raised) return undefined;
    this.#raised = false;
    return { kind: 'cleared', silentForMs };
  }

  /** The Watchdog was told as resolved: there is no use in waiting for the silence to grow. */
  watchdogResolved(now: number): Transition | undefined {
    return this.#raise('watchdog_resolved', now);
  }

  check(now: number): Transition | undefined {
    return now - this.#aliveAt > this.timeoutMs ? this.#raise('heartbeat_missing', now) : undefined;
  }

  #raise(reason: RaiseReason, now: number): Transition | undefined {
    if (this.#raised) return undefined;
    this.#raised = true;
    return { kind: 'raised', reason, silentForMs: now - this.#aliveAt };
  }
}
