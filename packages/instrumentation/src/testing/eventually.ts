import { setTimeout as delay } from 'node:timers/promises';

/**
 * Asks `probe` every 20 ms until it answers something other than undefined.
 *
 * @param what names what is awaited, for the error.
 * @throws what `probe` throws, at once; an Error that names `what` after `deadlineMs`.
 */
export async function eventually<Value>(
  what: string,
  probe: () => Promise<Value | undefined> | Value | undefined,
  deadlineMs = 10_000,
): Promise<Value> {
  const giveUpAt = performance.now() + deadlineMs;
  while (performance.now() < giveUpAt) {
    const value = await probe();
    if (value !== undefined) return value;
    await delay(20);
  }
  throw new Error(`not within ${deadlineMs} ms: ${what}`);
}
