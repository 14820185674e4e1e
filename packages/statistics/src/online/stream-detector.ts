import { StatisticsError } from '../errors.ts';

/** What a detector says of a stream after one more value. */
export type StreamState = 'ok' | 'warning' | 'drift';

/**
 * Watches one stream, value by value, in bounded memory.
 *
 * The call after one that answered `drift` starts from nothing, so that a change is reported once and what follows
 * it is the new normal.
 */
export interface StreamDetector {
  /** @throws StatisticsError MISSING_VALUE or INFINITE_VALUE for a value that is not finite; the state stays. */
  update(value: number): StreamState;
}

export function requireFinite(value: number): void {
  if (Number.isNaN(value)) throw new StatisticsError('MISSING_VALUE', 'a stream takes no NaN');
  if (!Number.isFinite(value)) throw new StatisticsError('INFINITE_VALUE', 'a stream takes no infinity');
}

/** @throws StatisticsError INVALID_OPTION unless `isValid`. */
export function requireOption(isValid: boolean, message: string): void {
  if (!isValid) throw new StatisticsError('INVALID_OPTION', message);
}
