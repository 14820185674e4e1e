import { setTimeout as delay } from 'node:timers/promises';

const INTERVAL_MS = 200;

/**
 * Asks again until there is an answer. A question that fails is asked again too: services restart, and stores lag.
 * @throws Error that names what was awaited, and the last failure
 */
export async function poll<Answer>(
  what: string,
  ask: () => Promise<Answer | undefined> | Answer | undefined,
  seconds: number,
): Promise<Answer> {
  const giveUpAt = performance.now() + seconds * 1000;
  let cause: unknown;
  while (performance.now() < giveUpAt) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    await delay(INTERVAL_MS);
  }
  throw new Error(`not within ${seconds} s: ${what}`, { cause });
}
