import { Worker } from 'node:worker_threads';
import type { ModelSession, SessionRun } from '../../domain/model-session.ts';
import { InferenceFailed } from '../../errors.ts';
import type { Tensor, TensorSpec } from '../../protocol/tensor.ts';
import { type FromWorker, type ToWorker, transferable, type WorkerInput } from './worker-messages.ts';

interface Pending {
  resolve(run: SessionRun): void;
  reject(error: Error): void;
}

const CLOSE_LIMIT_MS = 5000;

/**
 * Opens a model in a thread of its own. A thread per loaded version also gives its memory back: ONNX Runtime's arena
 * is released with the thread's session, and a crash takes one version down, not the service.
 */
export async function openWorkerSession(model: Uint8Array, threads: number): Promise<ModelSession> {
  const input: WorkerInput = { model, threads };
  const worker = new Worker(new URL('./session-worker.ts', import.meta.url), {
    workerData: input,
    execArgv: [], // the service's preload starts tracing; a worker has no spans of its own
    name: 'onnx',
  });
  const session = new WorkerSession(worker);
  try {
    await session.opened;
  } catch (error) {
    await worker.terminate();
    throw error;
  }
  return session;
}

class WorkerSession implements ModelSession {
  readonly mode = 'worker';
  readonly opened: Promise<void>;
  inputs: readonly TensorSpec[] = [];
  outputs: readonly TensorSpec[] = [];
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  #nextId = 0;
  #failure: Error | undefined;

  constructor(worker: Worker) {
    this.#worker = worker;
    this.opened = new Promise((resolve, reject) => {
      worker.on('message', (message: FromWorker) => this.#receive(message, resolve, reject));
      worker.once('error', (error) => {
        this.#fail(error);
        reject(error);
      });
      worker.once('exit', (code) =>
        this.#fail(new InferenceFailed(`the model's thread ended with code ${code}`)),
      );
    });
  }

  run(inputs: readonly Tensor[]): Promise<SessionRun> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      const { tensors, buffers } = transferable(inputs);
      const message: ToWorker = { type: 'run', id, inputs: tensors };
      this.#worker.postMessage(message, buffers);
    });
  }

  async close(): Promise<void> {
    if (this.#failure !== undefined) return;
    const gone = new Promise<void>((resolve) => this.#worker.once('exit', () => resolve()));
    const message: ToWorker = { type: 'close' };
    this.#worker.postMessage(message);
    const timer = setTimeout(() => void this.#worker.terminate(), CLOSE_LIMIT_MS);
    await gone;
    clearTimeout(timer);
  }

  #receive(message: FromWorker, opened: () => void, openFailed: (error: Error) => void): void {
    if (message.type === 'opened') {
      this.inputs = message.inputs;
      this.outputs = message.outputs;
      opened();
    } else if (message.type === 'open_failed') {
      openFailed(new Error(message.message));
    } else {
      const pending = this.#pending.get(message.id);
      this.#pending.delete(message.id);
      if (message.type === 'ran') pending?.resolve(message);
      else pending?.reject(new InferenceFailed(message.message));
    }
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }
}
