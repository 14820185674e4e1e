import type { Outcome } from './domain/outcome.ts';

/** A peer gave no usable answer. Its code is the outcome, so that spans show it as `error.type`. */
export class PeerError extends Error {
  override readonly name = 'PeerError';
  readonly code: Outcome;

  constructor(outcome: Outcome, status: number | undefined, cause?: unknown) {
    const reason = cause instanceof Error ? cause.message : `answered ${status}`;
    super(`${outcome}: ${reason}`, { cause });
    this.code = outcome;
  }
}
