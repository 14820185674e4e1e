import { randomBytes } from 'node:crypto';
import type { CheckContext } from '@lab/course/lab';
import type { LearnersSystem } from './system.ts';

export interface Sent {
  readonly traceId: string;
  readonly status: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

const LIMIT_MS = 10_000;

/** Sends the customer's request, as the root of a trace of its own, with more in its body if wanted. */
export async function ask(
  { request: { method, url, body } }: LearnersSystem,
  more: Readonly<Record<string, unknown>> = {},
): Promise<Sent> {
  const traceId = randomBytes(16).toString('hex');
  const at = Date.now();
  const response = await fetch(url, {
    method,
    headers: {
      'content-type': 'application/json',
      traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-01`,
    },
    body: JSON.stringify({ ...body, ...more }),
    signal: AbortSignal.timeout(LIMIT_MS),
  });
  await response.arrayBuffer();
  return { traceId, status: response.status, at };
}

/** One request for a whole run of checks: several of them look at what became of it. */
export function probe(system: LearnersSystem, { notes }: Pick<CheckContext, 'notes'>): Promise<Sent> {
  const before = notes.get('probe') as Promise<Sent> | undefined;
  const sent = before ?? ask(system);
  notes.set('probe', sent);
  // A request that failed is no reason to fail for ever.
  sent.catch(() => notes.delete('probe'));
  return sent;
}
