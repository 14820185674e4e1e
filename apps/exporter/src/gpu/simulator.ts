import type { LoadSource } from './load-follower.ts';
import type { GpuReading } from './reading.ts';
import type { Scenario } from './scenario.ts';
import { SimulatedGpu } from './simulated-gpu.ts';
import type { GpuSource } from './source.ts';

const GPUS = 2;
/** A scrape after a long silence (a laptop that slept) lives through no more than this. */
const LONGEST_CATCH_UP_SECONDS = 3600;

interface SimulatorOptions {
  readonly seed: number;
  /** Unix time in milliseconds. */
  now(): number;
  /** Without one, and while it knows nothing, the GPUs follow a curve of their own. */
  readonly load?: LoadSource;
}

interface SimulatorState {
  readonly scenario: Scenario;
  /** ISO 8601; absent where nothing is played. */
  readonly ends_at?: string;
}

/** Two simulated GPUs that live from the moment of their creation, second by second. */
export class GpuSimulator implements GpuSource {
  readonly name = 'simulator';
  readonly #gpus: readonly SimulatedGpu[];
  readonly #now: () => number;
  readonly #load: LoadSource | undefined;
  #livedUntil: number;
  #scenario: Scenario = 'none';
  #endsAt = Number.NEGATIVE_INFINITY;

  constructor({ seed, now, load }: SimulatorOptions) {
    this.#gpus = Array.from({ length: GPUS }, (_, index) => new SimulatedGpu(index, seed));
    this.#now = now;
    this.#load = load;
    this.#livedUntil = now();
  }

  async read(): Promise<readonly GpuReading[]> {
    this.#live();
    return this.#gpus.map((gpu) => gpu.reading());
  }

  /** The first GPU falls ill, the other stays well: an alert that names the wrong one is found out. */
  play(scenario: Scenario, seconds: number): void {
    this.#live();
    this.#scenario = scenario;
    this.#endsAt = scenario === 'none' ? Number.NEGATIVE_INFINITY : this.#now() + seconds * 1000;
  }

  state(): SimulatorState {
    return this.#now() < this.#endsAt
      ? { scenario: this.#scenario, ends_at: new Date(this.#endsAt).toISOString() }
      : { scenario: 'none' };
  }

  close(): void {
    this.#load?.close();
  }

  #live(): void {
    const now = this.#now();
    const skipped = Math.floor((now - this.#livedUntil) / 1000) - LONGEST_CATCH_UP_SECONDS;
    if (skipped > 0) this.#livedUntil += skipped * 1000;
    const load = this.#load?.load();
    for (; this.#livedUntil + 1000 <= now; this.#livedUntil += 1000) {
      const scenario = this.#livedUntil < this.#endsAt ? this.#scenario : 'none';
      for (const [index, gpu] of this.#gpus.entries()) gpu.step(index === 0 ? scenario : 'none', load);
    }
  }
}
