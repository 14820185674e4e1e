/** One GPU at one moment. A field that the GPU or its driver does not support is absent, never 0. */
export interface GpuReading {
  /** Number of the GPU as the driver counts. */
  readonly gpu: string;
  readonly uuid: string;
  /** `domain:bus:device.function`, as in `00000000:17:00.0`. */
  readonly pciBusId: string;
  readonly modelName: string;
  readonly driverVersion: string;
  readonly values: Readonly<Partial<Record<DcgmField, number>>>;
  /** Present where the GPU is cut into MIG instances; DCGM then speaks of these and no more of the whole. */
  readonly migInstances?: readonly MigInstance[];
  readonly processes?: readonly GpuProcess[];
}

/** One GPU instance of Multi-Instance GPU; memory that is not told is undefined. */
export interface MigInstance {
  readonly id: string;
  /** As in `1g.5gb`. */
  readonly profile: string;
  readonly usedMib: number | undefined;
  readonly freeMib: number | undefined;
  readonly reservedMib: number | undefined;
}

/** A process with memory on a GPU. */
export interface GpuProcess {
  readonly pid: string;
  readonly name: string;
  /** `C` computes, `G` draws, `C+G` does both, `M+C` computes through MPS. */
  readonly type: string;
  readonly usedMib: number;
}

/** DCGM's fields, in the unit and with the help text of dcgm-exporter's etc/default-counters.csv. */
export const DCGM_FIELDS = {
  DCGM_FI_DEV_SM_CLOCK: ['gauge', 'SM clock frequency (in MHz).'],
  DCGM_FI_DEV_MEM_CLOCK: ['gauge', 'Memory clock frequency (in MHz).'],
  DCGM_FI_DEV_MEMORY_TEMP: ['gauge', 'Memory temperature (in C).'],
  DCGM_FI_DEV_GPU_TEMP: ['gauge', 'GPU temperature (in C).'],
  DCGM_FI_DEV_POWER_USAGE: ['gauge', 'Power draw (in W).'],
  DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION: ['counter', 'Total energy consumption since boot (in mJ).'],
  DCGM_FI_DEV_PCIE_REPLAY_COUNTER: ['counter', 'Total number of PCIe retries.'],
  DCGM_FI_DEV_GPU_UTIL: ['gauge', 'GPU utilization (in %).'],
  DCGM_FI_DEV_MEM_COPY_UTIL: ['gauge', 'Memory utilization (in %).'],
  DCGM_FI_DEV_ENC_UTIL: ['gauge', 'Encoder utilization (in %).'],
  DCGM_FI_DEV_DEC_UTIL: ['gauge', 'Decoder utilization (in %).'],
  DCGM_FI_DEV_XID_ERRORS: ['gauge', 'Value of the last XID error encountered.'],
  DCGM_FI_DEV_FB_FREE: ['gauge', 'Framebuffer memory free (in MiB).'],
  DCGM_FI_DEV_FB_USED: ['gauge', 'Framebuffer memory used (in MiB).'],
  DCGM_FI_DEV_FB_RESERVED: ['gauge', 'Framebuffer memory reserved (in MiB).'],
  DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS: ['counter', 'Number of remapped rows for uncorrectable errors'],
  DCGM_FI_DEV_CORRECTABLE_REMAPPED_ROWS: ['counter', 'Number of remapped rows for correctable errors'],
  DCGM_FI_DEV_ROW_REMAP_FAILURE: ['gauge', 'Whether remapping of rows has failed'],
  DCGM_FI_PROF_GR_ENGINE_ACTIVE: ['gauge', 'Ratio of time the graphics engine is active.'],
  DCGM_FI_PROF_PIPE_TENSOR_ACTIVE: ['gauge', 'Ratio of cycles the tensor (HMMA) pipe is active.'],
  DCGM_FI_PROF_DRAM_ACTIVE: [
    'gauge',
    'Ratio of cycles the device memory interface is active sending or receiving data.',
  ],
} as const satisfies Record<string, readonly ['counter' | 'gauge', string]>;

export type DcgmField = keyof typeof DCGM_FIELDS;

export const DCGM_FIELD_NAMES = Object.keys(DCGM_FIELDS) as readonly DcgmField[];
