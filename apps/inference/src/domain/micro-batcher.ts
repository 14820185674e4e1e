import type { Tensor } from '../protocol/tensor.ts';
import { batchKey, sliceRows, stack } from './batch-tensors.ts';
import type { ModelSession } from './model-session.ts';

export type BatchReason = 'full' | 'timeout' | 'idle' | 'drain';

export interface BatchSettings {
  /** Rows that share an execution at most; 1 where the model cannot batch. */
  readonly maxRows: number;
  /** How long the first row may wait for company while the model is free, in milliseconds. 0 waits for nobody. */
  readonly maxDelayMs: number;
  /** Rows that may wait; one more is refused. */
  readonly queueLimitRows: number;
}

export interface BatchResult {
  readonly outputs: readonly Tensor[];
  readonly queueSeconds: number;
  readonly runSeconds: number;
  readonly batchRows: number;
}

/** Told of each execution, before its requests get their answers. */
export interface BatchObserver {
  batchStarted(rows: number, reason: BatchReason): void;
  batchEnded(rows: number, runSeconds: number, traceId: string | undefined, error: Error | undefined): void;
  queueChanged(rows: number): void;
  waited(seconds: number, traceId: string | undefined): void;
}

interface Waiting {
  readonly inputs: readonly Tensor[];
  readonly rows: number;
  readonly key: string;
  readonly since: number;
  readonly traceId: string | undefined;
  resolve(result: BatchResult): void;
  reject(error: Error): void;
}

/** One execution that nobody's answer waits for. */
interface SpareWork {
  readonly inputs: readonly Tensor[];
  resolve(outputs: readonly Tensor[]): void;
  reject(error: Error): void;
}

export class QueueOverflow extends Error {
  override readonly name = 'QueueOverflow';
}

/**
 * Collects requests into batches in front of one model.
 *
 * While an execution runs, arrivals queue; when it ends, all that fit start together. Under load batches form by
 * themselves, and at rest nobody waits: the delay that other servers make every request pay is an option here.
 *
 * Spare work (explanations) runs only while no request waits, one batch at a time: a request that comes meanwhile waits
 * for one batch, as it does behind another request's.
 */
export class MicroBatcher {
  readonly #session: ModelSession;
  readonly #settings: BatchSettings;
  readonly #observer: BatchObserver;
  #queue: Waiting[] = [];
  #queuedRows = 0;
  readonly #spare = new Set<SpareWork>();
  #running = false;
  #scheduled = false;
  #delay: NodeJS.Timeout | undefined;
  #draining = false;

  constructor(session: ModelSession, settings: BatchSettings, observer: BatchObserver) {
    this.#session = session;
    this.#settings = settings;
    this.#observer = observer;
  }

  /**
   * Scores the rows of `inputs`; a request of more rows than a batch has is cut and put together again.
   * @param rows first dimension of the inputs, or 1 where the model does not batch
   * @throws QueueOverflow when the queue has no room for the rows
   */
  async submit(inputs: readonly Tensor[], rows: number, traceId?: string): Promise<BatchResult> {
    const { maxRows, queueLimitRows } = this.#settings;
    // A single request may be larger than the whole queue; it is taken where nobody else waits.
    if (this.#queuedRows > 0 && this.#queuedRows + rows > queueLimitRows) throw new QueueOverflow();
    if (rows <= maxRows || maxRows === 1) return this.#enqueue(inputs, rows, traceId);
    const parts: Promise<BatchResult>[] = [];
    for (let from = 0; from < rows; from += maxRows) {
      const to = Math.min(from + maxRows, rows);
      parts.push(this.#enqueue(sliceRows(inputs, from, to), to - from, traceId));
    }
    return joinResults(await Promise.all(parts));
  }

  /**
   * Scores rows when nobody else wants the model, however long that takes; counted nowhere.
   * @param inputs of at most as many rows as a batch has
   * @param signal gives up what has not begun
   * @throws the signal's reason
   */
  submitSpare(inputs: readonly Tensor[], signal: AbortSignal): Promise<readonly Tensor[]> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const giveUp = (): void => {
        this.#spare.delete(work);
        reject(signal.reason as Error);
      };
      const work: SpareWork = {
        inputs,
        resolve(outputs) {
          signal.removeEventListener('abort', giveUp);
          resolve(outputs);
        },
        reject(error) {
          signal.removeEventListener('abort', giveUp);
          reject(error);
        },
      };
      signal.addEventListener('abort', giveUp, { once: true });
      this.#spare.add(work);
      this.#schedule();
    });
  }

  /** From now on no batch waits for company: the model is about to be closed, and its last callers are answered. */
  hurry(): void {
    this.#draining = true;
    this.#schedule();
  }

  #enqueue(inputs: readonly Tensor[], rows: number, traceId: string | undefined): Promise<BatchResult> {
    return new Promise((resolve, reject) => {
      this.#queue.push({
        inputs,
        rows,
        key: batchKey(inputs),
        since: performance.now(),
        traceId,
        resolve,
        reject,
      });
      this.#queuedRows += rows;
      this.#observer.queueChanged(this.#queuedRows);
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#running || this.#scheduled) return;
    const isIdle = this.#queue.length === 0;
    if (isIdle && this.#spare.size === 0) return;
    const { maxDelayMs, maxRows } = this.#settings;
    if (!isIdle && maxDelayMs > 0 && this.#queuedRows < maxRows && !this.#draining) {
      this.#delay ??= setTimeout(() => this.#start('timeout'), maxDelayMs);
      return;
    }
    // At the end of this turn, not at once: requests that arrived together are read in the same turn.
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#start('idle');
    });
  }

  #start(cause: 'idle' | 'timeout'): void {
    clearTimeout(this.#delay);
    this.#delay = undefined;
    if (this.#running) return;
    const batch = this.#takeBatch();
    void (batch.length === 0 ? this.#runSpare() : this.#run(batch, cause));
  }

  #takeBatch(): Waiting[] {
    const [first] = this.#queue;
    if (first === undefined) return [];
    const batch: Waiting[] = [];
    let rows = 0;
    for (const waiting of this.#queue) {
      if (waiting.key !== first.key || (rows > 0 && rows + waiting.rows > this.#settings.maxRows)) break;
      batch.push(waiting);
      rows += waiting.rows;
      if (this.#settings.maxRows === 1) break;
    }
    this.#queue.splice(0, batch.length);
    this.#queuedRows -= rows;
    this.#observer.queueChanged(this.#queuedRows);
    return batch;
  }

  async #runSpare(): Promise<void> {
    const [work] = this.#spare;
    if (work === undefined) return;
    this.#spare.delete(work);
    this.#running = true;
    try {
      work.resolve((await this.#session.run(work.inputs)).outputs);
    } catch (error) {
      work.reject(error as Error);
    } finally {
      this.#running = false;
      this.#schedule();
    }
  }

  async #run(batch: readonly Waiting[], cause: 'idle' | 'timeout'): Promise<void> {
    this.#running = true;
    const rows = batch.reduce((sum, waiting) => sum + waiting.rows, 0);
    const reason = rows >= this.#settings.maxRows ? 'full' : this.#draining ? 'drain' : cause;
    const traceId = batch.find((waiting) => waiting.traceId !== undefined)?.traceId;
    const started = performance.now();
    for (const waiting of batch) this.#observer.waited((started - waiting.since) / 1000, waiting.traceId);
    this.#observer.batchStarted(rows, reason);
    try {
      const { outputs, seconds } = await this.#session.run(stack(batch.map(({ inputs }) => inputs)));
      this.#observer.batchEnded(rows, seconds, traceId, undefined);
      let from = 0;
      for (const waiting of batch) {
        const own = batch.length === 1 ? outputs : sliceRows(outputs, from, from + waiting.rows);
        from += waiting.rows;
        waiting.resolve({
          outputs: own,
          queueSeconds: (started - waiting.since) / 1000,
          runSeconds: seconds,
          batchRows: rows,
        });
      }
    } catch (error) {
      this.#observer.batchEnded(rows, (performance.now() - started) / 1000, traceId, error as Error);
      for (const waiting of batch) waiting.reject(error as Error);
    } finally {
      this.#running = false;
      this.#schedule();
    }
  }
}

function joinResults(parts: readonly BatchResult[]): BatchResult {
  return {
    outputs: stack(parts.map(({ outputs }) => outputs)),
    queueSeconds: Math.max(...parts.map(({ queueSeconds }) => queueSeconds)),
    runSeconds: parts.reduce((sum, { runSeconds }) => sum + runSeconds, 0),
    batchRows: Math.max(...parts.map(({ batchRows }) => batchRows)),
  };
}
