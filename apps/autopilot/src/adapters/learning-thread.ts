import { Worker } from 'node:worker_threads';
import type { Learned, LearningTask } from '../learning/learn.ts';

export type LearningAnswer = { readonly learned: Learned } | { readonly error: Error };

/** Training holds a processor for seconds, in which alerts must still be taken: each run has a thread of its own. */
export class LearningThread {
  #worker: Worker | undefined;

  /** @throws what the training throws, or that the thread has died */
  learn(task: LearningTask): Promise<Learned> {
    const worker = new Worker(new URL('./learning-worker.ts', import.meta.url), {
      workerData: task,
      // The tracing that this process was started with belongs to the main thread alone.
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 256 },
    });
    this.#worker = worker;
    return new Promise<Learned>((resolve, reject) => {
      worker.once('message', (answer: LearningAnswer) => {
        if ('error' in answer) reject(answer.error);
        else resolve(answer.learned);
      });
      worker.once('error', reject);
      worker.once('exit', (code) => reject(new Error(`the training thread ended with ${code}`)));
    }).finally(() => worker.terminate());
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }
}
