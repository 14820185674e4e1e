import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import type { SITE_BUILD_OUTCOMES } from '@lab/catalogue';
import type { Logger } from '@lab/instrumentation';

type BuildOutcome = (typeof SITE_BUILD_OUTCOMES)[number];

interface BuilderOptions {
  /** Exits with 0 and prints `unchanged` or `built` last; undefined where nothing is to be built. */
  readonly script: string | undefined;
  readonly folder: string;
  readonly logger: Logger;
}

/** Of what a build says, as much as a person reads. */
const KEPT_CHARACTERS = 4000;

/**
 * Brings the site up to date in a process of its own, which takes only time that nobody else wants: a lab that has just
 * started has better things to do, and a heap that builds a site is not that of a small service.
 */
export class Builder {
  readonly #options: BuilderOptions;
  readonly #onOutcome: ((outcome: BuildOutcome) => void)[] = [];
  #process: ChildProcess | undefined;
  #stopped = false;
  #problem: string | undefined;

  constructor(options: BuilderOptions) {
    this.#options = options;
  }

  onOutcome(listener: (outcome: BuildOutcome) => void): void {
    this.#onOutcome.push(listener);
  }

  /** Whether there is a site to serve, of this build or of one before. */
  get hasSite(): boolean {
    return existsSync(join(this.#options.folder, 'index.html'));
  }

  get isBuilding(): boolean {
    return this.#process !== undefined;
  }

  /** What a failed build has said last. */
  get problem(): string | undefined {
    return this.#problem;
  }

  start(): void {
    const { script } = this.#options;
    if (script !== undefined && this.#process === undefined && !this.#stopped) void this.#run(script);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    const running = this.#process;
    if (running === undefined) return;
    const ended = once(running, 'close');
    running.kill('SIGTERM');
    await ended;
  }

  async #run(script: string): Promise<void> {
    const { logger } = this.#options;
    const startedAt = performance.now();
    // Not the service's own options: the build is not traced, and needs more memory than a small heap has.
    const child = spawn(process.execPath, [script], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' },
    });
    this.#process = child;
    if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
    let said = '';
    const keep = (chunk: Buffer): void => {
      said = (said + chunk.toString('utf8')).slice(-KEPT_CHARACTERS);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const code = await new Promise<number | null>((resolve) => {
      child.once('error', (error) => {
        said += error.message;
        resolve(null);
      });
      child.once('close', resolve);
    });
    this.#process = undefined;
    if (this.#stopped) return;
    const outcome: BuildOutcome =
      code !== 0 ? 'failed' : /\bunchanged\s*$/.test(said) ? 'unchanged' : 'built';
    this.#problem = outcome === 'failed' ? said.trim() : undefined;
    const facts = {
      event_type: 'site_build',
      outcome,
      duration_ms: Math.round(performance.now() - startedAt),
      ...(outcome === 'failed' && { problem: this.#problem }),
    };
    logger[outcome === 'failed' ? 'error' : 'info'](facts, 'looked at the sources of the site');
    for (const listener of this.#onOutcome) listener(outcome);
  }
}
