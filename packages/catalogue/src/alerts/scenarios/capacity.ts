import { dcgmFramebufferFree, dcgmFramebufferReserved, dcgmFramebufferUsed } from '../../external/dcgm.ts';
import {
  nodeFilesystemAvailableBytes,
  nodeFilesystemReadonly,
  nodeFilesystemSizeBytes,
  nodeMemoryAvailableBytes,
  nodeMemoryTotalBytes,
  nodeVmstatOomKill,
} from '../../external/node-exporter.ts';
import { select } from '../../promql.ts';
import {
  diskAlmostFull,
  diskExhaustionPredicted,
  gpuMemoryExhaustionPredicted,
  memoryExhaustionPredicted,
  outOfMemoryKill,
} from '../capacity.ts';
import type { AlertScenario } from './scenario.ts';

const MACHINE = { instance: 'lab:9100' } as const;
const MOUNT = { ...MACHINE, device: '/dev/vda', mountpoint: '/' } as const;
const available = select(nodeFilesystemAvailableBytes, { ...MOUNT, fstype: 'ext4' });
const size = select(nodeFilesystemSizeBytes, { ...MOUNT, fstype: 'ext4' });
const readOnly = select(nodeFilesystemReadonly, { ...MOUNT, fstype: 'ext4' });
const memoryAvailable = select(nodeMemoryAvailableBytes, MACHINE);
const memoryTotal = select(nodeMemoryTotalBytes, MACHINE);
const kills = select(nodeVmstatOomKill, MACHINE);
const GPU = { instance: 'lab:9445', gpu: '0' } as const;
const used = select(dcgmFramebufferUsed, GPU);
const free = select(dcgmFramebufferFree, GPU);
const reserved = select(dcgmFramebufferReserved, GPU);

/** One sample a minute. */
export const capacityScenarios: readonly AlertScenario[] = [
  {
    alert: diskExhaustionPredicted,
    fires: {
      series: { [available]: '390-0.5x120 900x60', [size]: '1000x200', [readOnly]: '0x200' },
      pendingAt: '20m',
      at: '1h',
      resolvedAt: '2h10m',
      labels: MOUNT,
      description: '/ of lab:9100 will be full within a day if it goes on like in the last six hours.',
    },
    staysSilent: [
      {
        because: 'a disk that is used and does not grow',
        series: { [available]: '300x180', [size]: '1000x180', [readOnly]: '0x180' },
        at: '2h',
      },
      {
        because: 'most of it is still free, whatever one hour of copying looks like',
        series: { [available]: '900-2x120', [size]: '1000x180', [readOnly]: '0x180' },
        at: '2h',
      },
    ],
  },
  {
    alert: diskAlmostFull,
    fires: {
      series: { [available]: '100x4 30x20 500x20', [size]: '1000x60', [readOnly]: '0x60' },
      pendingAt: '8m',
      at: '15m',
      resolvedAt: '27m',
      labels: MOUNT,
      description: '/ of lab:9100 has 3% of its space left.',
    },
    staysSilent: [
      {
        because: 'an image that cannot be written is full by nature',
        series: { [available]: '0x60', [size]: '1000x60', [readOnly]: '1x60' },
        at: '30m',
      },
    ],
  },
  {
    alert: memoryExhaustionPredicted,
    fires: {
      series: { [memoryAvailable]: '290-3x60 900x20', [memoryTotal]: '1000x100' },
      pendingAt: '10m',
      at: '30m',
      resolvedAt: '1h3m',
      labels: MACHINE,
      description: 'lab:9100 will have no memory left within two hours if it goes on like in the last one.',
    },
    staysSilent: [
      {
        because: 'memory that is used and does not grow is memory well used',
        series: { [memoryAvailable]: '200x80', [memoryTotal]: '1000x80' },
        at: '1h',
      },
    ],
  },
  {
    alert: outOfMemoryKill,
    fires: {
      series: { [kills]: '0x4 1x60' },
      at: '6m',
      resolvedAt: '22m',
      labels: MACHINE,
      description: 'On lab:9100 memory ran out and the kernel chose whom to kill.',
    },
    staysSilent: [{ because: 'whom it killed before we looked', series: { [kills]: '3x60' }, at: '30m' }],
  },
  {
    alert: gpuMemoryExhaustionPredicted,
    fires: {
      series: { [free]: '38000-200x60 79000x20', [used]: '42000+200x60 1000x20', [reserved]: '0x100' },
      pendingAt: '10m',
      at: '30m',
      resolvedAt: '1h3m',
      labels: GPU,
      description:
        'GPU 0 of lab:9445 will have no memory left within four hours if it goes on like in the last one.',
    },
    staysSilent: [
      {
        because: 'a model that was loaded once takes its memory once',
        series: { [free]: '20000x80', [used]: '60000x80', [reserved]: '0x80' },
        at: '1h',
      },
    ],
  },
];
