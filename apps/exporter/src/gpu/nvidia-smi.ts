import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Logger } from '@lab/instrumentation/core';
import { CollectTimeout } from '../errors.ts';
import { parseNvidiaSmi, queryFields, refusedField } from './nvidia-smi-csv.ts';
import type { GpuReading } from './reading.ts';
import type { GpuSource } from './source.ts';

const execute = promisify(execFile);

/** An answer older than this many intervals is history, and history must not look like a steady GPU. */
const FRESH_INTERVALS = 3;

export interface NvidiaSmiOptions {
  readonly command: string;
  readonly intervalMs: number;
  /** How long one answer may take before the program is killed. */
  readonly answerLimitMs: number;
  readonly logger: Logger;
}

/**
 * Asks nvidia-smi at an interval, in the background: its start alone can take a second without persistence mode, and
 * a scrape should not wait for that. A scrape gets the latest answer, or an error once there is no recent one.
 */
export class NvidiaSmi implements GpuSource {
  readonly name = 'nvidia-smi';
  readonly #options: NvidiaSmiOptions;
  readonly #refused = new Set<string>();
  readonly #stop = new AbortController();
  #next: NodeJS.Timeout | undefined;
  #readings: readonly GpuReading[] = [];
  #readAt = Number.NEGATIVE_INFINITY;
  #error: unknown;
  #first: Promise<void> = Promise.resolve();

  static start(options: NvidiaSmiOptions): NvidiaSmi {
    const source = new NvidiaSmi(options);
    source.#first = source.#poll();
    return source;
  }

  private constructor(options: NvidiaSmiOptions) {
    this.#options = options;
  }

  async read(): Promise<readonly GpuReading[]> {
    await this.#first;
    const ageMs = performance.now() - this.#readAt;
    const { intervalMs, answerLimitMs } = this.#options;
    if (ageMs <= FRESH_INTERVALS * intervalMs + answerLimitMs) return this.#readings;
    throw this.#error ?? new CollectTimeout('nvidia-smi', Math.round(ageMs));
  }

  close(): void {
    this.#stop.abort();
    clearTimeout(this.#next);
  }

  async #poll(): Promise<void> {
    try {
      this.#readings = await this.#ask();
      this.#readAt = performance.now();
      this.#error = undefined;
    } catch (error) {
      this.#error = error;
    }
    if (this.#stop.signal.aborted) return;
    this.#next = setTimeout(() => void this.#poll(), this.#options.intervalMs);
  }

  /** Leaves out, one by one, the fields that this driver does not know. */
  async #ask(): Promise<GpuReading[]> {
    for (;;) {
      const fields = queryFields(this.#refused);
      const output = await this.#query(fields);
      const refused = refusedField(output);
      if (refused === undefined) return parseNvidiaSmi(output, fields);
      if (!fields.includes(refused)) throw new Error(`nvidia-smi refuses ${refused}, which nobody asked for`);
      this.#refused.add(refused);
      this.#options.logger.info(
        { event_type: 'gpu_field_unsupported', field: refused },
        'nvidia-smi does not know a field',
      );
    }
  }

  async #query(fields: readonly string[]): Promise<string> {
    try {
      const { stdout } = await execute(
        this.#options.command,
        [`--query-gpu=${fields.join(',')}`, '--format=csv,noheader,nounits'],
        { timeout: this.#options.answerLimitMs, killSignal: 'SIGKILL', signal: this.#stop.signal },
      );
      return stdout;
    } catch (error) {
      // A refused field is an exit code, and the refusal stands on standard output.
      const { stdout } = error as { stdout?: string };
      if (stdout !== undefined && refusedField(stdout) !== undefined) return stdout;
      throw error;
    }
  }
}
