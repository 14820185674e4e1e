import { Worker } from 'node:worker_threads';
import type { DriftResult } from '../domain/drift/compute-drift.ts';
import type { DriftInput } from '../domain/drift/drift-input.ts';

export interface DriftQuestion {
  readonly id: number;
  readonly input: DriftInput;
}
export type DriftAnswer =
  | { readonly id: number; readonly result: DriftResult }
  | { readonly id: number; readonly error: Error };

/**
 * Drift is computed in a thread of its own: drawing null distributions takes seconds of a processor, in which events
 * must still be stored. The thread starts with the first run, and again should it have died.
 */
export class DriftThread {
  readonly #waiting = new Map<number, PromiseWithResolvers<DriftResult>>();
  #worker: Worker | undefined;
  #lastId = 0;

  /** @throws what the computation throws, or that the thread has died */
  compute(input: DriftInput): Promise<DriftResult> {
    const question: DriftQuestion = { id: ++this.#lastId, input };
    const answer = Promise.withResolvers<DriftResult>();
    this.#waiting.set(question.id, answer);
    this.#worker ??= this.#start();
    this.#worker.postMessage(question);
    return answer.promise;
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(new URL('./drift-worker.ts', import.meta.url), {
      // The tracing that this process was started with belongs to the main thread alone.
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 256 },
    });
    worker.on('message', (answer: DriftAnswer) => {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if ('error' in answer) waiting?.reject(answer.error);
      else waiting?.resolve(answer.result);
    });
    const died = (error: Error): void => {
      if (this.#worker !== worker) return;
      this.#worker = undefined;
      for (const waiting of this.#waiting.values()) waiting.reject(error);
      this.#waiting.clear();
    };
    worker.on('error', died);
    worker.on('exit', (code) => died(new Error(`the drift thread ended with ${code}`)));
    return worker;
  }
}
