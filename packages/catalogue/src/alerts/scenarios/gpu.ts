import {
  dcgmFramebufferFree,
  dcgmFramebufferReserved,
  dcgmFramebufferUsed,
  dcgmGpuUtilisation,
} from '../../external/dcgm.ts';
import { select } from '../../promql.ts';
import { highGpuUtilization, lowGpuMemory } from '../gpu.ts';
import type { AlertScenario } from './scenario.ts';

const DEVICE = { instance: 'lab:9445', gpu: '0' } as const;
const utilisation = select(dcgmGpuUtilisation, DEVICE);
const used = select(dcgmFramebufferUsed, DEVICE);
const free = select(dcgmFramebufferFree, DEVICE);
const reserved = select(dcgmFramebufferReserved, DEVICE);

export const gpuScenarios: readonly AlertScenario[] = [
  {
    alert: highGpuUtilization,
    fires: {
      series: { [utilisation]: '98x60 40x60' },
      pendingAt: '9m',
      at: '12m',
      resolvedAt: '16m',
      labels: { ...DEVICE },
      description: 'GPU 0 of lab:9445 has been 98 % busy for 10 minutes.',
    },
    staysSilent: [
      {
        because: 'a sensor that is missing answers a number near 2^63',
        series: { [utilisation]: '9223372036854775794x80' },
        at: '18m',
      },
    ],
  },
  {
    alert: lowGpuMemory,
    fires: {
      series: { [used]: '75000x60 1000x60', [free]: '5000x60 79000x60', [reserved]: '1000x120' },
      pendingAt: '4m',
      at: '8m',
      resolvedAt: '16m',
      labels: { ...DEVICE },
      description: 'GPU 0 of lab:9445 has 6.173% of its memory free; the next allocation may fail.',
    },
    staysSilent: [
      {
        because: 'an old driver that reports no reserved memory still has a total',
        series: { [used]: '8000x60', [free]: '8000x60' },
        at: '12m',
      },
    ],
  },
];
