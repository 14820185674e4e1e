/**
 * The names of dcgm-exporter, which the lab's own exporter keeps.
 *
 * A sensor that a GPU lacks is either missing or, from DCGM itself, a number near 2^63: queries keep only what
 * can be true (`< 1e9`).
 */
import { externalCounter, externalGauge } from '../external-metric.ts';

const device = ['gpu', 'UUID', 'modelName', 'hostname'] as const;

/** Percent, 0 to 100. */
export const dcgmGpuUtilisation = externalGauge('DCGM_FI_DEV_GPU_UTIL', device);
/** Percent, 0 to 100. */
export const dcgmMemoryCopyUtilisation = externalGauge('DCGM_FI_DEV_MEM_COPY_UTIL', device);
/** MiB. */
export const dcgmFramebufferUsed = externalGauge('DCGM_FI_DEV_FB_USED', device);
/** MiB. */
export const dcgmFramebufferFree = externalGauge('DCGM_FI_DEV_FB_FREE', device);
/** MiB; drivers before 510 do not report it. */
export const dcgmFramebufferReserved = externalGauge('DCGM_FI_DEV_FB_RESERVED', device);
/** Degrees Celsius. */
export const dcgmGpuTemperature = externalGauge('DCGM_FI_DEV_GPU_TEMP', device);
/** Watts. */
export const dcgmPowerUsage = externalGauge('DCGM_FI_DEV_POWER_USAGE', device);
/** Millijoules since the driver was loaded. */
export const dcgmEnergyConsumption = externalCounter('DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION', device);
/** MHz. */
export const dcgmSmClock = externalGauge('DCGM_FI_DEV_SM_CLOCK', device);

/** Number of the last XID error, NVIDIA's name for what the driver reports of a chip in trouble; 0 is none. */
export const dcgmXidErrors = externalGauge('DCGM_FI_DEV_XID_ERRORS', device);

/** Bytes of device memory that a process holds. The lab's own, not of DCGM. */
export const gpuProcessMemoryBytes = externalGauge('gpu_process_memory_bytes', [
  'gpu',
  'UUID',
  'pid',
  'process_name',
  'type',
]);

/** Constant 1; `source` says whether a driver or the simulator answers. The lab's own, not of DCGM. */
export const gpuInfo = externalGauge('gpu_info', ['gpu', 'UUID', 'modelName', 'source']);
