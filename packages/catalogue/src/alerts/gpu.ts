import { select } from '../promql.ts';
import { nvidiaGpuMemoryFreeBytes, nvidiaGpuMemoryTotalBytes, nvidiaGpuUtilisation } from '../rules/gpu.ts';
import type { Alert, AlertGroup } from './alert.ts';

/** The rules below aggregate the service away; alerts are grouped by it. */
const EXPORTER = { service: 'exporter' } as const;

export const highGpuUtilization: Alert = {
  name: 'HighGPUUtilization',
  expression: `${select(nvidiaGpuUtilisation)} > 95`,
  for: '10m',
  severity: 'warning',
  team: 'infrastructure',
  labels: EXPORTER,
  summary: 'A GPU has no headroom',
  description:
    'GPU {{ $labels.gpu }} of {{ $labels.instance }} has been {{ $value | humanize }} % busy for 10 minutes.',
  panel: { dashboard: 'gpu', panel: 'GPU utilisation' },
};

export const lowGpuMemory: Alert = {
  name: 'LowGPUMemory',
  expression: `${select(nvidiaGpuMemoryFreeBytes)} / (${select(nvidiaGpuMemoryTotalBytes)} > 0) < 0.1`,
  for: '5m',
  severity: 'critical',
  team: 'infrastructure',
  labels: EXPORTER,
  summary: 'A GPU is almost out of memory',
  description:
    'GPU {{ $labels.gpu }} of {{ $labels.instance }} has {{ $value | humanizePercentage }} of its memory free; the next allocation may fail.',
  panel: { dashboard: 'gpu', panel: 'GPU memory' },
};

export const gpuAlerts: AlertGroup = { name: 'gpu', alerts: [highGpuUtilization, lowGpuMemory] };
