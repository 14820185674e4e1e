/** The ids of the request that is being answered, for whoever writes a line, however deep. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

export interface RequestIds {
  readonly request_id: string;
  readonly trace_id?: string;
}

const storage = new AsyncLocalStorage<RequestIds>();

export const currentIds = (): RequestIds | undefined => storage.getStore();

export const runWith = <Result>(ids: RequestIds, work: () => Result): Result => storage.run(ids, work);

const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;
/** An id comes from outside: one with a line break or a kilobyte in it is not taken over. */
const REQUEST_ID = /^[\w.-]{1,64}$/;

/** What the caller sent, or new ones. */
export function idsOf(headers: Readonly<Record<string, string | string[] | undefined>>): RequestIds {
  const given = String(headers['x-request-id'] ?? '');
  const trace = TRACEPARENT.exec(String(headers.traceparent ?? ''))?.[1];
  return {
    request_id: REQUEST_ID.test(given) ? given : randomUUID(),
    ...(trace === undefined ? {} : { trace_id: trace }),
  };
}
