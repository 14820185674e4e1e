import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { type Logger, Readiness } from '@lab/instrumentation/core';

// An import of node:http reads all that it exports, WebSocket among it, and with that loads undici: 8 MB.
const { createServer } = process.getBuiltinModule('node:http');

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** @throws anything: the caller is answered 500 and learns nothing, the log has it whole */
export type Route = (request: IncomingMessage) => Answer | Promise<Answer>;

/** By method and path: `GET /metrics`. */
export type Routes = Readonly<Record<string, Route>>;

const JSON_TYPE = 'application/json; charset=utf-8';

export const json = (status: number, value: unknown): Answer => ({
  status,
  contentType: JSON_TYPE,
  body: JSON.stringify(value),
});

/** The shape in which every service of the lab answers an error. */
export const failure = (status: number, code: string, message: string): Answer =>
  json(status, { error: { code, message } });

/**
 * `/metrics`, `/healthz` and `/readyz` on Node's own server: three fixed paths need no router, no schemas and no
 * hooks, and what they would add to the memory of this process is counted (see process/lean-restart.ts).
 */
export class OperationsListener {
  readonly readiness = new Readiness();
  readonly server: Server;
  readonly #routes: Readonly<Record<string, Route | undefined>>;
  readonly #logger: Logger;

  /** @param metrics the text that Prometheus gets */
  constructor(logger: Logger, metrics: () => Promise<Answer>, routes: Routes = {}) {
    this.#logger = logger;
    this.#routes = {
      'GET /metrics': metrics,
      'GET /healthz': () => json(200, { status: 'ok' }),
      'GET /readyz': () => this.#readyz(),
      ...routes,
    };
    this.server = createServer((request, response) => void this.#answer(request, response));
  }

  /** @returns the URL, with the port that was taken where 0 was asked for */
  async listen({ host, port }: { readonly host: string; readonly port: number }): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, host, resolve);
    });
    const address = this.server.address();
    const url = `http://${host}:${typeof address === 'object' ? address?.port : port}`;
    this.#logger.info({ event_type: 'listener_opened', listening_on: url }, 'listener open');
    return url;
  }

  /** Answers what has been asked and takes no more. */
  async close(): Promise<void> {
    if (!this.server.listening) return;
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  async #readyz(): Promise<Answer> {
    const reasons = await this.readiness.reasonsNotReady();
    return reasons.length === 0
      ? json(200, { status: 'ready' })
      : json(503, { status: 'not_ready', reasons });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { status, contentType, body } = await this.#answerOf(request);
    if (!this.server.listening) response.shouldKeepAlive = false; // else the kept connection would keep the process
    response
      .writeHead(status, { 'content-type': contentType, 'content-length': Buffer.byteLength(body) })
      .end(request.method === 'HEAD' ? undefined : body);
  }

  async #answerOf(request: IncomingMessage): Promise<Answer> {
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const path = request.url?.split('?')[0];
    const route = this.#routes[`${method} ${path}`];
    if (route === undefined) return failure(404, 'NOT_FOUND', `no route ${request.method} ${path}`);
    try {
      return await route(request);
    } catch (error) {
      this.#logger.error({ error, event_type: 'unexpected_error' }, 'request failed');
      return failure(500, 'INTERNAL', 'Internal Server Error');
    }
  }
}
