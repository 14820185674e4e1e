import type { TRAFFIC_OUTCOMES } from '@lab/catalogue';

export type Outcome = (typeof TRAFFIC_OUTCOMES)[number];

/** What an answer's status means to the customer. A redirect is no prediction, so the server has failed. */
export function outcomeOfStatus(status: number): Outcome {
  if (status >= 200 && status < 300) return 'success';
  return status >= 400 && status < 500 ? 'client_error' : 'server_error';
}

/** What it means that no answer came: out of patience, or nobody there. */
export function outcomeOfError(error: unknown): Outcome {
  const { name, code } = error as { name?: unknown; code?: unknown };
  const isTimeout =
    name === 'TimeoutError' || code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT';
  return isTimeout ? 'timeout' : 'unreachable';
}
