/**
 * GPU series under the names that dashboards and alerts ask for elsewhere, whatever exporter measures them.
 *
 * The framebuffer is in MiB at DCGM. Its total is not reported everywhere, so it is the sum of its parts; the
 * part that the driver reserves is missing on old drivers and then counts as nothing.
 */
import {
  dcgmFramebufferFree,
  dcgmFramebufferReserved,
  dcgmFramebufferUsed,
  dcgmGpuUtilisation,
} from '../external/dcgm.ts';
import { copyLabel, maxBy, type Series, select, sumBy } from '../promql.ts';
import { type RecordingRuleGroup, record } from './recording-rule.ts';

const BYTES_PER_MIB = '1048576';
/** DCGM answers 2^63 and a little less for a sensor that is not there. */
const sensible = (series: Series, limit: string) => `(${select(series)} < ${limit})`;
const perGpu = (expression: string) => maxBy(['instance', 'gpu'], expression);
/** A sum, because a GPU that is cut into MIG instances tells the memory of each of them and no more of the whole. */
const mebibytes = (series: Series) => sumBy(['instance', 'gpu'], sensible(series, '1e9'));

export const nvidiaGpuUtilisation = record(
  'nvidia_gpu_utilization_gpu',
  ['instance', 'gpu'],
  'Percent of the time in which a kernel ran on the device, 0 to 100.',
  perGpu(sensible(dcgmGpuUtilisation, '101')),
);

export const mlGpuUtilisationPercent = record(
  'ml_gpu_utilization_percent',
  ['instance', 'gpu_id'],
  'The same for those who look for the GPU of a model, labelled gpu_id.',
  maxBy(['instance', 'gpu_id'], copyLabel(select(nvidiaGpuUtilisation), 'gpu', 'gpu_id')),
);

export const nvidiaGpuMemoryFreeBytes = record(
  'nvidia_gpu_memory_free_bytes',
  ['instance', 'gpu'],
  'Bytes of device memory that a process could still allocate.',
  `${mebibytes(dcgmFramebufferFree)} * ${BYTES_PER_MIB}`,
);

export const nvidiaGpuMemoryTotalBytes = record(
  'nvidia_gpu_memory_total_bytes',
  ['instance', 'gpu'],
  'Bytes of device memory: used, free and reserved by the driver.',
  `(
  ${mebibytes(dcgmFramebufferUsed)}
  + ${mebibytes(dcgmFramebufferFree)}
  + (${mebibytes(dcgmFramebufferReserved)} or 0 * ${mebibytes(dcgmFramebufferFree)})
) * ${BYTES_PER_MIB}`,
);

export const gpuRules: RecordingRuleGroup = {
  name: 'gpu',
  rules: [nvidiaGpuUtilisation, mlGpuUtilisationPercent, nvidiaGpuMemoryFreeBytes, nvidiaGpuMemoryTotalBytes],
};
