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

/** Methods whose requests have no body: what a customer sends stands in the address. */
const WITHOUT_BODY = /^(?:GET|HEAD)$/i;

/** Sends the customer's request, as the root of a trace of its own, with more fields in it if wanted. */
export async function ask(
  { request: { method, url, body } }: Pick<LearnersSystem, 'request'>,
  more: Readonly<Record<string, unknown>> = {},
): Promise<Sent> {
  const traceId = randomBytes(16).toString('hex');
  const at = Date.now();
  const fields = { ...body, ...more };
  const inAddress = WITHOUT_BODY.test(method);
  const response = await fetch(inAddress ? withFields(url, fields) : url, {
    method,
    headers: {
      'content-type': 'application/json',
      traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-01`,
    },
    ...(inAddress ? {} : { body: JSON.stringify(fields) }),
    signal: AbortSignal.timeout(LIMIT_MS),
  });
  await response.arrayBuffer();
  return { traceId, status: response.status, at };
}

function withFields(address: string, fields: Readonly<Record<string, unknown>>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(fields))
    url.searchParams.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  return url.href;
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
