import type { GpuReading } from './reading.ts';
import { SimulatedGpu } from './simulated-gpu.ts';
import type { GpuSource } from './source.ts';

const GPUS = 2;

export interface SimulatorOptions {
  readonly seed: number;
  /** Unix time in milliseconds. */
  now(): number;
}

/** Two simulated GPUs that live from the moment of their creation, second by second. */
export class GpuSimulator implements GpuSource {
  readonly name = 'simulator';
  readonly #gpus: readonly SimulatedGpu[];
  readonly #now: () => number;
  readonly #start: number;
  #seconds = 0;

  constructor({ seed, now }: SimulatorOptions) {
    this.#gpus = Array.from({ length: GPUS }, (_, index) => new SimulatedGpu(index, seed));
    this.#now = now;
    this.#start = now();
  }

  async read(): Promise<readonly GpuReading[]> {
    const seconds = Math.floor((this.#now() - this.#start) / 1000);
    for (; this.#seconds < seconds; this.#seconds++) for (const gpu of this.#gpus) gpu.step();
    return this.#gpus.map((gpu) => gpu.reading());
  }

  close(): void {}
}
