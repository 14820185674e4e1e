import { setTimeout as delay } from 'node:timers/promises';

export interface PollOptions {
  readonly timeoutMs: number;
  readonly intervalMs?: number;
  /** Says what was awaited, for the error: "Loki to hold the line". */
  readonly waitingFor: string;
  readonly signal?: AbortSignal;
}

export class PollTimeout extends Error {
  override readonly name = 'PollTimeout';
}

/**
 * Asks until there is an answer, or the deadline has passed.
 * @param attempt returns undefined (or throws) for "not yet"; what it threw last becomes the cause
 * @throws PollTimeout
 */
export async function poll<Answer>(
  attempt: () => Answer | undefined | Promise<Answer | undefined>,
  { timeoutMs, intervalMs = 100, waitingFor, signal }: PollOptions,
): Promise<Answer> {
  const deadline = performance.now() + timeoutMs;
  let last: unknown;
  for (;;) {
    signal?.throwIfAborted();
    try {
      const answer = await attempt();
      if (answer !== undefined) return answer;
    } catch (error) {
      last = error;
    }
    if (performance.now() + intervalMs > deadline) break;
    await delay(intervalMs, undefined, signal ? { signal } : {});
  }
  const because = last instanceof Error ? `: ${last.message}` : '';
  throw new PollTimeout(`waited ${timeoutMs / 1000} s for ${waitingFor}${because}`, { cause: last });
}
