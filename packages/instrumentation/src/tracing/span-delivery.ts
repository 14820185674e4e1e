import { Agent, request as httpRequest } from 'node:http';
import { request as httpsRequest, Agent as TlsAgent } from 'node:https';

/** A batch on its way to the Collector. */
export interface SpanBatch {
  readonly body: Buffer;
  readonly spans: number;
}

/**
 * What became of a batch: `retry` where OTLP/HTTP says that the same bytes may be accepted later
 * (OTLP specification 1.x, "Failures": 429, 502, 503, 504, and no answer at all).
 */
export type Delivery =
  | { readonly outcome: 'accepted' | 'refused' }
  | { readonly outcome: 'retry'; readonly afterMs?: number };

const RETRYABLE = new Set([429, 502, 503, 504]);

/** Sends batches to one OTLP/HTTP endpoint over one kept-alive connection. */
export class SpanDelivery {
  readonly #url: URL;
  readonly #headers: Record<string, string>;
  readonly #timeoutMs: number;
  readonly #agent: Agent;

  constructor(options: { url: URL; headers: Record<string, string>; timeoutMs: number }) {
    this.#url = options.url;
    this.#headers = options.headers;
    this.#timeoutMs = options.timeoutMs;
    const agentOptions = { keepAlive: true, maxSockets: 1 };
    this.#agent = options.url.protocol === 'https:' ? new TlsAgent(agentOptions) : new Agent(agentOptions);
  }

  /** Never rejects: whatever happens to a batch is told, and counted by the caller. */
  async send(batch: SpanBatch): Promise<Delivery> {
    try {
      return await this.#post(batch);
    } catch {
      return { outcome: 'refused' }; // the request could not even be made, as with a header that HTTP forbids
    }
  }

  #post(batch: SpanBatch): Promise<Delivery> {
    const send = this.#url.protocol === 'https:' ? httpsRequest : httpRequest;
    return new Promise((resolve) => {
      const request = send(
        this.#url,
        {
          method: 'POST',
          agent: this.#agent,
          timeout: this.#timeoutMs,
          headers: {
            ...this.#headers,
            'content-type': 'application/x-protobuf',
            'content-length': batch.body.length,
          },
        },
        (response) => {
          response.resume();
          response.once('end', () =>
            resolve(judge(response.statusCode ?? 0, response.headers['retry-after'])),
          );
          response.once('error', () => resolve({ outcome: 'retry' }));
        },
      );
      request.once('timeout', () => request.destroy(new Error('timeout')));
      request.once('error', () => resolve({ outcome: 'retry' }));
      request.end(batch.body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

function judge(status: number, retryAfter: string | undefined): Delivery {
  if (status >= 200 && status < 300) return { outcome: 'accepted' };
  if (!RETRYABLE.has(status)) return { outcome: 'refused' };
  const seconds = Number(retryAfter);
  return Number.isFinite(seconds) && seconds > 0
    ? { outcome: 'retry', afterMs: seconds * 1000 }
    : { outcome: 'retry' };
}
