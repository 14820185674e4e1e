import type { Worker } from 'node:worker_threads';
import { CollectTimeout } from '../errors.ts';
import type { Answers, Library, Question } from './library.ts';
import type { Asked, Told } from './library-worker.ts';

/** PowerShell takes seconds to start on a busy machine; what takes this long does not end. */
const GIVE_UP_MS = 30_000;

interface Waiting {
  resolve(answer: Answers[Question]): void;
  reject(error: Error): void;
}

/**
 * The library in a thread of its own, started by the first question: it runs some of its programs (`diskutil`, `sysctl`,
 * `ipconfig`) synchronously, which would keep this thread from serving anyone, and changes the prototype of strings.
 * A machine that is never asked, as Linux is not, pays nothing for it.
 */
export class LibraryThread implements Library {
  readonly #script: URL;
  readonly #giveUpMs: number;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #ending = false;
  #asked = 0;

  constructor(script: URL = new URL('./library-worker.ts', import.meta.url), giveUpMs = GIVE_UP_MS) {
    this.#script = script;
    this.#giveUpMs = giveUpMs;
  }

  /** @throws CollectTimeout where the library hangs; its thread ends, and the first question after that starts another */
  async ask<Asking extends Question>(question: Asking): Promise<Answers[Asking]> {
    // A thread that waits for a program cannot be ended before that program: a second one would hang beside it.
    if (this.#ending) throw new CollectTimeout(`systeminformation.${question}`, this.#giveUpMs);
    this.#worker ??= this.#start();
    const asked: Asked = { id: this.#asked++, question };
    const answer = new Promise<Answers[Question]>((resolve, reject) =>
      this.#waiting.set(asked.id, { resolve, reject }),
    );
    const timer = setTimeout(() => this.#giveUp(question), this.#giveUpMs);
    timer.unref();
    this.#worker.postMessage(asked);
    try {
      return (await answer) as Answers[Asking];
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(asked.id);
    }
  }

  #start(): Worker {
    const { Worker } = process.getBuiltinModule('node:worker_threads');
    // Without the flags of this process: they would preload its tracing there, too.
    const worker = new Worker(this.#script, { execArgv: [] });
    // Only now: before it runs this has no effect, and its port would keep a stopped exporter alive.
    worker.on('online', () => worker.unref());
    worker.on('message', (told: Told) => {
      const waiting = this.#waiting.get(told.id);
      if ('failure' in told) waiting?.reject(new Error(told.failure));
      else waiting?.resolve(told.answer);
    });
    worker.on('error', (error) => this.#rejectAll(error instanceof Error ? error : new Error(String(error))));
    worker.on('exit', () => {
      this.#rejectAll(new Error('the thread of systeminformation has ended'));
      this.#worker = undefined;
      this.#ending = false;
    });
    return worker;
  }

  #giveUp(question: Question): void {
    this.#rejectAll(new CollectTimeout(`systeminformation.${question}`, this.#giveUpMs));
    this.#ending = true;
    void this.#worker?.terminate();
  }

  #rejectAll(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
  }
}
