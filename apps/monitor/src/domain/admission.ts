import { MonitorBusy } from '../errors.ts';

/**
 * How much may be in work at once. What does not fit is refused, not queued: the sender has a queue on disk, and this
 * process has only memory.
 */
export class Admission {
  readonly #maxBatches: number;
  readonly #maxRecords: number;
  #batches = 0;
  #records = 0;

  constructor(maxBatches: number, maxRecords: number) {
    this.#maxBatches = maxBatches;
    this.#maxRecords = maxRecords;
  }

  /** Before the body is read. @returns what gives the place free again; call it once @throws MonitorBusy */
  admitBatch(): () => void {
    if (this.#batches >= this.#maxBatches) throw new MonitorBusy();
    this.#batches += 1;
    return () => {
      this.#batches -= 1;
    };
  }

  /** A batch that is alone is admitted whatever its size, as it would never fit otherwise. @throws MonitorBusy */
  async withRecords<Result>(count: number, work: () => Promise<Result>): Promise<Result> {
    if (this.#records > 0 && this.#records + count > this.#maxRecords) throw new MonitorBusy();
    this.#records += count;
    try {
      return await work();
    } finally {
      this.#records -= count;
    }
  }
}
