import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Logger } from '@lab/instrumentation/core';
import { CollectTimeout } from '../errors.ts';
import { parseNvidiaSmi, queryFields, refusedField } from './nvidia-smi-csv.ts';
import { type GpuDetails, parseDetails, parseProfiles } from './nvidia-smi-xml.ts';
import type { GpuReading } from './reading.ts';
import type { GpuSource } from './source.ts';

const execute = promisify(execFile);

/** An answer older than this many intervals is history, and history must not look like a steady GPU. */
const FRESH_INTERVALS = 3;

/** The long form of a machine with sixteen GPUs and hundreds of processes is about half a megabyte. */
const LARGEST_ANSWER_BYTES = 8 * 1024 ** 2;

interface NvidiaSmiOptions {
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
  #detailsFailed = false;
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
      this.#readings = await this.#withDetails(await this.#ask());
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

  /** What the driver tells only in its long form. It costs more and may fail where the short one answers. */
  async #withDetails(readings: readonly GpuReading[]): Promise<readonly GpuReading[]> {
    try {
      const document = await this.#run(['-q', '-x']);
      const profiles = document.includes('<mig_device>')
        ? parseProfiles(await this.#run(['-L']))
        : new Map<string, string>();
      const details = parseDetails(document, profiles);
      this.#detailsFailed = false;
      return readings.map((reading) => mergeDetails(reading, details.get(reading.uuid)));
    } catch (error) {
      const fields = { event_type: 'gpu_details_failed', error };
      if (!this.#detailsFailed && !this.#stop.signal.aborted)
        this.#options.logger.warn(fields, 'nvidia-smi tells no details: no processes, no MIG instances');
      this.#detailsFailed = true;
      return readings;
    }
  }

  async #query(fields: readonly string[]): Promise<string> {
    try {
      return await this.#run([`--query-gpu=${fields.join(',')}`, '--format=csv,noheader,nounits']);
    } catch (error) {
      // A refused field is an exit code, and the refusal stands on standard output.
      const { stdout } = error as { stdout?: string };
      if (stdout !== undefined && refusedField(stdout) !== undefined) return stdout;
      throw error;
    }
  }

  async #run(options: readonly string[]): Promise<string> {
    const { stdout } = await execute(this.#options.command, [...options], {
      timeout: this.#options.answerLimitMs,
      killSignal: 'SIGKILL',
      maxBuffer: LARGEST_ANSWER_BYTES,
      signal: this.#stop.signal,
    });
    return stdout;
  }
}

function mergeDetails(reading: GpuReading, details: GpuDetails | undefined): GpuReading {
  if (details === undefined) return reading;
  const { migInstances, processes, pcieReplays } = details;
  return {
    ...reading,
    values: {
      ...reading.values,
      ...(pcieReplays === undefined ? {} : { DCGM_FI_DEV_PCIE_REPLAY_COUNTER: pcieReplays }),
    },
    ...(migInstances.length === 0 ? {} : { migInstances }),
    processes,
  };
}
