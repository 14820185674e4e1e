import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { eventually } from './eventually.ts';

/** Less than the shortest time limit of a test that waits for it, so that the reason is told, not the limit. */
const START_DEADLINE_MS = 25_000;

export interface ServiceProcessOptions {
  /** The workspace, where `@lab/instrumentation/register` is resolved. */
  readonly folder: URL;
  /** The module to run, relative to the folder; `src/server.ts` where it is left out. */
  readonly entry?: string;
  /** Longest wait for it to listen, and again to be ready; 25 s where it is left out. */
  readonly startLimitMs?: number;
  /** The whole environment but for PATH: nothing of the test's own leaks into the service. */
  readonly env: Readonly<Record<string, string>>;
}

/** Starts a service as it really runs: plain node, tracing preloaded, its own process. The test must end or kill it. */
export function startServiceProcess(options: ServiceProcessOptions): ServiceProcess {
  return new ServiceProcess(options);
}

/** A running service, and everything that it has written. */
export class ServiceProcess {
  /** Standard output, line by line: each is one JSON object. */
  readonly lines: Record<string, unknown>[] = [];
  stdout = '';
  stderr = '';
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #exit: Promise<number | null>;
  readonly #startLimitMs: number;

  constructor({
    folder,
    entry = 'src/server.ts',
    startLimitMs = START_DEADLINE_MS,
    env,
  }: ServiceProcessOptions) {
    this.#startLimitMs = startLimitMs;
    this.#child = spawn(process.execPath, ['--import', '@lab/instrumentation/register', entry], {
      cwd: folder,
      env: { PATH: process.env.PATH ?? '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#exit = new Promise((resolve) => this.#child.once('close', resolve));
    let rest = '';
    this.#child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      this.stdout += chunk;
      const parts = (rest + chunk).split('\n');
      rest = parts.pop() ?? '';
      this.lines.push(...parts.map((line) => JSON.parse(line)));
    });
    this.#child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      this.stderr += chunk;
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /**
   * The base URL that its `service_listening` line names.
   *
   * @throws Error with its standard error when it exits first; Error after the limit.
   */
  async url(): Promise<string> {
    const url = await eventually(
      'listening',
      () => {
        if (this.#child.exitCode !== null) throw new Error(`exited before it listened:\n${this.stderr}`);
        return this.lines.find(({ event_type }) => event_type === 'service_listening')?.listening_on;
      },
      this.#startLimitMs,
    );
    return String(url);
  }

  /** The base URL, once `/readyz` answers 200. */
  async ready(): Promise<string> {
    const url = await this.url();
    await eventually(
      'ready',
      async () => ((await fetch(`${url}/readyz`)).ok ? true : undefined),
      this.#startLimitMs,
    );
    return url;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** The exit code once it has ended and its output is read to the end; null when a signal ended it. */
  async exitCode(): Promise<number | null> {
    return this.#exit;
  }

  /** The exit code, after SIGTERM. */
  async stop(): Promise<number | null> {
    this.signal('SIGTERM');
    return this.exitCode();
  }

  kill(): void {
    this.signal('SIGKILL');
  }
}
