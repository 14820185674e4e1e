import {
  nodeFilesystemAvailableBytes,
  nodeFilesystemSizeBytes,
  nodeMemoryAvailableBytes,
  nodeMemoryTotalBytes,
  nodeVmstatOomKill,
} from '../external/node-exporter.ts';
import { select } from '../promql.ts';
import { nvidiaGpuMemoryFreeBytes, nvidiaGpuMemoryTotalBytes, nvidiaGpuUtilisation } from '../rules/gpu.ts';
import type { Fault, PushedSeries } from './fault.ts';
import { targetsAnswer } from './probes.ts';

const GIB = 1024 ** 3;
/** A machine that does not exist: a drill may not fill the disk of one that does. */
const HOST = { job: 'node', instance: 'drill-host' } as const;
const DISK = { ...HOST, device: '/dev/drill', mountpoint: '/', fstype: 'ext4', device_error: '' } as const;

const disk = (availableGib: number, gibPerSecond: number): readonly PushedSeries[] => [
  { name: nodeFilesystemSizeBytes.name, labels: DISK, start: 100 * GIB, perSecond: 0 },
  {
    name: nodeFilesystemAvailableBytes.name,
    labels: DISK,
    start: availableGib * GIB,
    perSecond: gibPerSecond * GIB,
  },
];

export const fillingDisk: Fault = {
  name: 'filling-disk',
  title: 'A disk fills: a quarter is left, and less every second (simulated machine)',
  hypothesis: 'The end is told while there is still time.',
  steadyState: [targetsAnswer],
  isApart: true,
  method: [{ kind: 'pushed_series', series: disk(35, -0.1) }],
  expects: [{ alert: 'DiskExhaustionPredicted', onset: '0s', lagSeconds: 8, recovery: { onset: '6h' } }],
  mustNotFire: ['DiskAlmostFull'],
  rootCause: { component: 'drill-host', condition: 'the disk loses 0.1 GiB per second' },
  impact: `${select(nodeFilesystemAvailableBytes, { instance: 'drill-host' })} / ${select(nodeFilesystemSizeBytes, { instance: 'drill-host' })} < 0.4`,
  evidence: { metric: `deriv(${select(nodeFilesystemAvailableBytes, { instance: 'drill-host' })}[5m]) < 0` },
  fix: 'Find what grows; make room or a larger disk.',
};

export const fullDisk: Fault = {
  name: 'full-disk',
  title: 'Three percent of a disk are left (simulated machine)',
  hypothesis: 'A disk that is nearly full is told, whether it grows or not.',
  steadyState: [targetsAnswer],
  isApart: true,
  method: [{ kind: 'pushed_series', series: disk(3, 0) }],
  expects: [
    { alert: 'DiskAlmostFull', onset: '5m', lagSeconds: 3, recovery: { onset: '0s', lagSeconds: 3 } },
  ],
  mustNotFire: ['DiskExhaustionPredicted'],
  rootCause: { component: 'drill-host', condition: '97 % of the disk are used' },
  impact: `${select(nodeFilesystemAvailableBytes, { instance: 'drill-host' })} / ${select(nodeFilesystemSizeBytes, { instance: 'drill-host' })} < 0.05`,
  evidence: { metric: `${select(nodeFilesystemAvailableBytes, { instance: 'drill-host' })}` },
  fix: 'Make room now; then find what grew.',
};

export const memoryLeak: Fault = {
  name: 'memory-leak',
  title: 'The memory of a machine runs out (simulated machine)',
  hypothesis: 'The end is told while there is still time.',
  steadyState: [targetsAnswer],
  isApart: true,
  method: [
    {
      kind: 'pushed_series',
      series: [
        { name: nodeMemoryTotalBytes.name, labels: HOST, start: 16 * GIB, perSecond: 0 },
        { name: nodeMemoryAvailableBytes.name, labels: HOST, start: 4.5 * GIB, perSecond: -0.05 * GIB },
      ],
    },
  ],
  expects: [{ alert: 'MemoryExhaustionPredicted', onset: '0s', lagSeconds: 8, recovery: { onset: '6h' } }],
  mustNotFire: ['OutOfMemoryKill'],
  rootCause: { component: 'drill-host', condition: 'a process leaks 50 MiB per second' },
  impact: `deriv(${select(nodeMemoryAvailableBytes, { instance: 'drill-host' })}[5m]) < 0`,
  evidence: { metric: `deriv(${select(nodeMemoryAvailableBytes, { instance: 'drill-host' })}[5m]) < 0` },
  fix: 'Find the process that grows and restart it; then its leak.',
};

export const outOfMemoryKill: Fault = {
  name: 'out-of-memory-kill',
  title: 'The kernel kills processes for want of memory (simulated machine)',
  hypothesis: 'A kill is told, though the machine is well again at once.',
  steadyState: [targetsAnswer],
  isApart: true,
  method: [
    {
      kind: 'pushed_series',
      series: [{ name: nodeVmstatOomKill.name, labels: HOST, start: 0, perSecond: 1 }],
    },
  ],
  expects: [{ alert: 'OutOfMemoryKill', onset: '15m', lagSeconds: 3 }],
  rootCause: { component: 'drill-host', condition: 'the kernel has no page left to give' },
  impact: `${select(nodeVmstatOomKill, { instance: 'drill-host' })} > 0`,
  evidence: { metric: `${select(nodeVmstatOomKill, { instance: 'drill-host' })} > 0` },
  fix: 'See in the kernel log who was killed and who took the memory.',
};

export const busyGpu: Fault = {
  name: 'busy-gpu',
  title: 'A GPU has no headroom left (simulated GPU)',
  hypothesis: 'Work that lasts is told, a peak is not.',
  steadyState: [targetsAnswer],
  isApart: true,
  method: [{ kind: 'gpu_scenario', scenario: 'high_utilisation' }],
  expects: [{ alert: 'HighGPUUtilization', onset: '5m', lagSeconds: 8 }],
  mustNotFire: ['LowGPUMemory'],
  rootCause: { component: 'exporter', condition: 'the scenario high_utilisation of the simulator' },
  impact: `${select(nvidiaGpuUtilisation)} > 95`,
  evidence: { metric: `${select(nvidiaGpuUtilisation)} > 95` },
  fix: 'More GPUs, larger batches, or fewer requests.',
};

export const lowGpuMemory: Fault = {
  name: 'low-gpu-memory',
  title: 'A GPU is almost out of memory (simulated GPU)',
  hypothesis: 'It is told before an allocation fails.',
  steadyState: [targetsAnswer],
  isApart: true,
  method: [{ kind: 'gpu_scenario', scenario: 'low_memory' }],
  expects: [{ alert: 'LowGPUMemory', onset: '5m', lagSeconds: 8 }],
  mayFire: ['GPUMemoryExhaustionPredicted'],
  mustNotFire: ['HighGPUUtilization'],
  rootCause: { component: 'exporter', condition: 'the scenario low_memory of the simulator' },
  impact: `${select(nvidiaGpuMemoryFreeBytes)} / ${select(nvidiaGpuMemoryTotalBytes)} < 0.1`,
  evidence: { metric: `${select(nvidiaGpuMemoryFreeBytes)} / ${select(nvidiaGpuMemoryTotalBytes)} < 0.1` },
  fix: 'Unload models, smaller batches, or a larger GPU.',
};

export const leakingGpu: Fault = {
  name: 'leaking-gpu',
  title: 'The memory of a GPU leaks (simulated GPU)',
  hypothesis: 'The hour at which it will be gone is told.',
  steadyState: [targetsAnswer],
  isApart: true,
  method: [{ kind: 'gpu_scenario', scenario: 'memory_leak' }],
  expects: [
    {
      alert: 'GPUMemoryExhaustionPredicted',
      onset: '1h',
      lagSeconds: 60,
      recovery: { onset: '1h', lagSeconds: 30 },
    },
  ],
  mayFire: ['LowGPUMemory'],
  rootCause: { component: 'exporter', condition: 'the scenario memory_leak of the simulator' },
  impact: `deriv(${select(nvidiaGpuMemoryFreeBytes)}[5m]) < 0`,
  evidence: { metric: `deriv(${select(nvidiaGpuMemoryFreeBytes)}[5m]) < 0` },
  fix: 'Restart the process that leaks; then find the tensor that nobody frees.',
};

export const capacityFaults: readonly Fault[] = [
  fillingDisk,
  fullDisk,
  memoryLeak,
  outOfMemoryKill,
  busyGpu,
  lowGpuMemory,
  leakingGpu,
];
