/** What will be used up if it goes on like this. All of these look hours ahead and are for the day, not for the night. */
import {
  nodeFilesystemAvailableBytes,
  nodeFilesystemReadonly,
  nodeFilesystemSizeBytes,
  nodeMemoryAvailableBytes,
  nodeMemoryTotalBytes,
  nodeVmstatOomKill,
} from '../external/node-exporter.ts';
import { increase, maxBy, type Series, select } from '../promql.ts';
import { nvidiaGpuMemoryFreeBytes, nvidiaGpuMemoryTotalBytes } from '../rules/gpu.ts';
import type { Alert, AlertGroup } from './alert.ts';

const host = (panel: string) => ({ dashboard: 'host', panel });
const EXPORTER = { service: 'exporter' } as const;
const MOUNT = ['instance', 'device', 'mountpoint'] as const;

/** How far a straight line is drawn, and through how much of the past. */
export interface Outlook {
  readonly past: string;
  readonly ahead: string;
}
export const DISK_OUTLOOK: Outlook = { past: '6h', ahead: '24h' };
export const MEMORY_OUTLOOK: Outlook = { past: '1h', ahead: '2h' };
export const GPU_MEMORY_OUTLOOK: Outlook = { past: '1h', ahead: '4h' };

/** Where a straight line through the past leads. */
export const predicted = (series: Series, { past, ahead }: Outlook): string =>
  `predict_linear(${select(series)}[${past}], ${ahead})`;
const perMount = (expression: string) => maxBy(MOUNT, expression);

/** Below the guard, the line of a disk that was just cleaned and is being filled again tells nothing. */
export const diskExhaustionPredicted: Alert = {
  name: 'DiskExhaustionPredicted',
  expression: `${perMount(predicted(nodeFilesystemAvailableBytes, DISK_OUTLOOK))} < 0
and ${perMount(select(nodeFilesystemAvailableBytes))} / ${perMount(`${select(nodeFilesystemSizeBytes)} > 0`)} < 0.4
unless ${perMount(select(nodeFilesystemReadonly))} == 1`,
  for: '30m',
  severity: 'warning',
  team: 'infrastructure',
  labels: EXPORTER,
  summary: 'A disk will be full within a day',
  description:
    '{{ $labels.mountpoint }} of {{ $labels.instance }} will be full within a day if it goes on like in the last six hours.',
  panel: host('File systems'),
};

export const diskAlmostFull: Alert = {
  name: 'DiskAlmostFull',
  expression: `${perMount(select(nodeFilesystemAvailableBytes))} / ${perMount(`${select(nodeFilesystemSizeBytes)} > 0`)} < 0.05
unless ${perMount(select(nodeFilesystemReadonly))} == 1`,
  for: '5m',
  severity: 'critical',
  team: 'infrastructure',
  labels: EXPORTER,
  summary: 'A disk is almost full',
  description:
    '{{ $labels.mountpoint }} of {{ $labels.instance }} has {{ $value | humanizePercentage }} of its space left.',
  panel: host('File systems'),
};

export const memoryExhaustionPredicted: Alert = {
  name: 'MemoryExhaustionPredicted',
  expression: `${maxBy(['instance'], predicted(nodeMemoryAvailableBytes, MEMORY_OUTLOOK))} < 0
and ${maxBy(['instance'], select(nodeMemoryAvailableBytes))} / ${maxBy(['instance'], `${select(nodeMemoryTotalBytes)} > 0`)} < 0.3`,
  for: '15m',
  severity: 'warning',
  team: 'infrastructure',
  labels: EXPORTER,
  summary: 'A machine will be out of memory within two hours',
  description:
    '{{ $labels.instance }} will have no memory left within two hours if it goes on like in the last one.',
  panel: host('Memory'),
};

export const outOfMemoryKill: Alert = {
  name: 'OutOfMemoryKill',
  expression: `${maxBy(['instance'], increase(nodeVmstatOomKill, '15m'))} > 0`,
  for: '0s',
  severity: 'warning',
  team: 'infrastructure',
  labels: EXPORTER,
  summary: 'The kernel has killed a process for its memory',
  description: 'On {{ $labels.instance }} memory ran out and the kernel chose whom to kill.',
  panel: host('Killed for memory'),
};

const perGpu = (expression: string) => maxBy(['instance', 'gpu'], expression);

/** LowGPUMemory tells when it is late; this one while there is time to find the leak. */
export const gpuMemoryExhaustionPredicted: Alert = {
  name: 'GPUMemoryExhaustionPredicted',
  expression: `${perGpu(predicted(nvidiaGpuMemoryFreeBytes, GPU_MEMORY_OUTLOOK))} < 0
and ${perGpu(select(nvidiaGpuMemoryFreeBytes))} / ${perGpu(`${select(nvidiaGpuMemoryTotalBytes)} > 0`)} < 0.5`,
  for: '15m',
  severity: 'warning',
  team: 'infrastructure',
  labels: EXPORTER,
  summary: 'A GPU will be out of memory within four hours',
  description:
    'GPU {{ $labels.gpu }} of {{ $labels.instance }} will have no memory left within four hours if it goes on like in the last one.',
  panel: { dashboard: 'gpu', panel: 'GPU memory' },
};

export const capacityAlerts: AlertGroup = {
  name: 'capacity',
  alerts: [
    diskExhaustionPredicted,
    diskAlmostFull,
    memoryExhaustionPredicted,
    outOfMemoryKill,
    gpuMemoryExhaustionPredicted,
  ],
};
