import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type DecodedSpan, spansOf } from './otlp-decoder.ts';

/** Answers one export; the default is 200. Returning without an answer leaves the exporter waiting. */
export type Answer = (response: ServerResponse, body: Buffer) => void;

export interface ReceivedRequest {
  readonly at: number;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** The receiving end of OTLP/HTTP on a free port: keeps every request, and the spans of those that it accepted. */
export class OtlpCollector {
  readonly requests: ReceivedRequest[] = [];
  readonly spans: DecodedSpan[] = [];
  /** One per coming request, used up in order. */
  readonly answers: Answer[] = [];
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => void this.#receive(request, response));
  }

  static async start(port = 0): Promise<OtlpCollector> {
    const collector = new OtlpCollector();
    collector.#server.listen(port, '127.0.0.1');
    await once(collector.#server, 'listening');
    return collector;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    this.requests.push({ at: performance.now(), path: request.url ?? '', headers: request.headers, body });
    const answer = this.answers.shift();
    if (answer !== undefined) {
      answer(response, body);
      return;
    }
    this.spans.push(...spansOf(body));
    response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
  }
}

export const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (response) =>
    void response.writeHead(code, headers).end('an explanation');

export const silence: Answer = () => {};

export const hangUp: Answer = (response) => void response.socket?.destroy();
