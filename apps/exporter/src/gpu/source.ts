import type { GpuReading } from './reading.ts';

/** Where GPU readings come from. */
export interface GpuSource {
  readonly name: 'nvidia-smi' | 'simulator';
  /** The state of every GPU; rejects where there is no recent one. */
  read(): Promise<readonly GpuReading[]>;
  close(): void;
}
