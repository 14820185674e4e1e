import { Pool } from 'undici';
import { type Outcome, outcomeOfError, outcomeOfStatus } from '../domain/outcome.ts';
import { PeerError } from '../errors.ts';

export interface PeerAnswer {
  readonly outcome: Outcome;
  /** Undefined where no answer came. */
  readonly status: number | undefined;
  /** The parsed body of a success. */
  readonly body: unknown;
  /** Why there is no usable answer; undefined after a success. */
  readonly error: PeerError | undefined;
}

/** A service that traffic speaks JSON to. Failures are answers here: nothing throws. */
export class HttpPeer {
  readonly #pool: Pool;
  readonly #timeoutMs: number;

  constructor(origin: string, timeoutMs: number) {
    // No limit of connections: a request that waited in the pool's own queue would be late unseen, and would start
    // outside of its caller's trace. Callers bound how many requests are open.
    this.#pool = new Pool(origin, { connections: null, pipelining: 1, keepAliveTimeout: 30_000 });
    this.#timeoutMs = timeoutMs;
  }

  async send(
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    body?: object,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<PeerAnswer> {
    let status: number | undefined;
    try {
      const response = await this.#pool.request({
        method,
        path,
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(this.#timeoutMs),
      });
      status = response.statusCode;
      const outcome = outcomeOfStatus(status);
      if (outcome === 'success') {
        return { outcome, status, body: await response.body.json(), error: undefined };
      }
      await response.body.dump();
      return { outcome, status, body: undefined, error: new PeerError(outcome, status) };
    } catch (error) {
      // An answer that came and is no JSON is the server's failure, not its absence.
      const outcome = error instanceof SyntaxError ? 'server_error' : outcomeOfError(error);
      return { outcome, status, body: undefined, error: new PeerError(outcome, status, error) };
    }
  }

  /** Closes the connections; what is still open on them is aborted. */
  async close(): Promise<void> {
    await this.#pool.destroy();
  }
}
