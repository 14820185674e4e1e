import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { BenchError } from './errors.ts';

interface PinnedProcessOptions {
  readonly name: string;
  readonly core: number;
  readonly command: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** 0 to 19; what must give way to the generator on their common core gets a high one. */
  readonly nice?: number;
  readonly stdout: string;
  readonly stderr: string;
}

const STOP_LIMIT_MS = 8000;
const POLL_MS = 50;
const STDERR_LINES_SHOWN = 8;

/** A process held to one core. taskset and nice replace themselves by what they start, so the pid is the program's. */
export class PinnedProcess {
  readonly #options: PinnedProcessOptions;
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  readonly #killAtExit: () => void;

  constructor(options: PinnedProcessOptions) {
    this.#options = options;
    const out = openSync(options.stdout, 'w');
    const err = openSync(options.stderr, 'w');
    const nice = options.nice === undefined ? [] : ['nice', '-n', String(options.nice)];
    this.#child = spawn('taskset', ['-c', String(options.core), ...nice, ...options.command], {
      stdio: ['ignore', out, err],
      env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...options.env },
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    });
    closeSync(out);
    closeSync(err);
    const child = this.#child;
    this.#ended = new Promise((resolve) => {
      child.once('exit', () => resolve());
      child.once('error', () => resolve());
    });
    this.#killAtExit = () => child.kill('SIGKILL');
    process.once('exit', this.#killAtExit);
  }

  get pid(): number {
    const { pid } = this.#child;
    if (pid === undefined) throw new BenchError(`${this.#options.name} did not start`, 'is taskset on PATH?');
    return pid;
  }

  /** @throws BenchError with what it said last, when it has ended or does not answer 200 within `limitMs` */
  async answers(url: string, limitMs: number, signal: AbortSignal): Promise<void> {
    const deadline = performance.now() + limitMs;
    while (performance.now() < deadline) {
      signal.throwIfAborted();
      if (this.#child.exitCode !== null) break;
      const ok = await fetch(url, { signal: AbortSignal.timeout(1000) }).then(
        async (response) => {
          await response.arrayBuffer();
          return response.ok;
        },
        () => false,
      );
      if (ok) return;
      await delay(POLL_MS, undefined, { signal });
    }
    const said = readFileSync(this.#options.stderr, 'utf8').trim().split('\n').slice(-STDERR_LINES_SHOWN);
    throw new BenchError(
      `${this.#options.name} does not answer at ${url}:\n${said.join('\n')}`,
      `its output is in ${this.#options.stdout} and ${this.#options.stderr}`,
    );
  }

  /** Asks it to end, and ends it when it does not. */
  async stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    const limit = new AbortController();
    await Promise.race([
      this.#ended,
      delay(STOP_LIMIT_MS, undefined, { signal: limit.signal }).catch(() => undefined),
    ]);
    limit.abort();
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      this.#child.kill('SIGKILL');
      await this.#ended;
    }
    process.removeListener('exit', this.#killAtExit);
  }
}
