import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** Steps that can be made slow or broken from outside, so that you and the checks can have bad weather on purpose. */
export type Step = 'check_limits' | 'look_up_merchant' | 'ask_model' | 'decide';

/**
 * `x-lab-slow: decide=400` makes a step last 400 ms longer, `x-lab-fails: ask_model` makes it throw. Both are passed on from
 * service to service, as they are.
 */
export type Weather = Readonly<Record<string, string>>;

const HEADERS = ['x-lab-slow', 'x-lab-fails'] as const;
const LONGEST_MS = 5000;

export const weatherIn = (headers: IncomingHttpHeaders): Weather =>
  Object.fromEntries(HEADERS.flatMap((name) => (headers[name] ? [[name, String(headers[name])]] : [])));

/** What a step begins with. @throws Error where it has to fail */
export async function weather(
  step: Step,
  { 'x-lab-slow': slow = '', 'x-lab-fails': fails }: Weather,
): Promise<void> {
  const [name, milliseconds] = slow.split('=');
  if (name === step) await delay(Math.min(Number(milliseconds) || 0, LONGEST_MS));
  if (fails === step) throw new Error(`${step} was made to fail`);
}
