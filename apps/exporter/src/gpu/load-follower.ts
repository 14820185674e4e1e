import type { Logger } from '@lab/instrumentation/core';

// An import of node:http would load undici with it, as fetch would: 8 MB for one small request every few seconds.
const { get } = process.getBuiltinModule('node:http');

const POLL_MS = 2000;
const ANSWER_LIMIT_MS = 1000;
const LARGEST_ANSWER_BYTES = 4 * 1024 ** 2;
/** A load that was read longer ago is nobody's load. */
const FRESH_MS = 3 * POLL_MS;
/** Rows per second at which a simulated GPU is about two thirds busy (1 - 1/e). */
const ROWS_PER_SECOND = 40;
const PREDICTIONS = /^ml_model_predictions_total(?:\{[^}]*\})? (\d+(?:\.\d+)?(?:e\+?\d+)?)/gm;

export interface LoadSource {
  /** How busy a GPU would be, 0 to 1; undefined where nobody knows. */
  load(): number | undefined;
  close(): void;
}

/** The real load of the inference service, from the rows that it says it has predicted. */
export class LoadFollower implements LoadSource {
  readonly #url: string;
  readonly #logger: Logger;
  #timer: NodeJS.Timeout | undefined;
  #last: { readonly rows: number; readonly atMs: number } | undefined;
  #load: number | undefined;
  #failing = false;
  #closed = false;

  /** @param url the service's `/metrics` */
  static start(url: string, logger: Logger): LoadFollower {
    const follower = new LoadFollower(url, logger);
    void follower.#poll();
    return follower;
  }

  private constructor(url: string, logger: Logger) {
    this.#url = url;
    this.#logger = logger;
  }

  load(): number | undefined {
    const ageMs = performance.now() - (this.#last?.atMs ?? Number.NEGATIVE_INFINITY);
    return ageMs <= FRESH_MS ? this.#load : undefined;
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  async #poll(): Promise<void> {
    try {
      this.#take(predictedRows(await read(this.#url)));
      this.#failing = false;
    } catch (error) {
      const fields = { event_type: 'simulator_load_unknown', error };
      if (!this.#failing && !this.#closed)
        this.#logger.warn(fields, 'the simulated GPUs cannot follow the inference service');
      this.#failing = true;
    }
    if (this.#closed) return;
    this.#timer = setTimeout(() => void this.#poll(), POLL_MS);
    this.#timer.unref();
  }

  #take(rows: number): void {
    const now = { rows, atMs: performance.now() };
    const last = this.#last;
    this.#last = now;
    // The first reading has nothing to be compared with, nor has the one after a restart of the service.
    if (last === undefined || rows < last.rows) return;
    const perSecond = ((rows - last.rows) * 1000) / (now.atMs - last.atMs);
    this.#load = 1 - Math.exp(-perSecond / ROWS_PER_SECOND);
  }
}

/** Rows that all versions of all models have predicted since the service started. */
export function predictedRows(exposition: string): number {
  let rows = 0;
  for (const [, value] of exposition.matchAll(PREDICTIONS)) rows += Number(value);
  return rows;
}

function read(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent: false, timeout: ANSWER_LIMIT_MS }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
        if (text.length > LARGEST_ANSWER_BYTES) request.destroy(new Error('the answer does not end'));
      });
      response.on('end', () =>
        response.statusCode === 200 ? resolve(text) : reject(new Error(`status ${response.statusCode}`)),
      );
      response.on('error', reject);
    });
    request.on('timeout', () => request.destroy(new Error(`no answer within ${ANSWER_LIMIT_MS} ms`)));
    request.on('error', reject);
  });
}
