import * as units from '@grafana/grafana-foundation-sdk/units';
import {
  containerCpuPeriodsTotal,
  containerCpuThrottledPeriodsTotal,
  containerCpuUsageSecondsTotal,
  containerMemoryLimitBytes,
  containerMemoryWorkingSetBytes,
  containerOutOfMemoryTotal,
  containerRestartsTotal,
  nodeCpuSecondsTotal,
  nodeDiskIoTimeSecondsTotal,
  nodeDiskReadBytesTotal,
  nodeDiskWrittenBytesTotal,
  nodeFilesystemAvailableBytes,
  nodeFilesystemSizeBytes,
  nodeLoad1,
  nodeMemoryAvailableBytes,
  nodeMemoryTotalBytes,
  nodeNetworkReceiveBytesTotal,
  nodeNetworkTransmitBytesTotal,
  nodePressureCpuWaitingSecondsTotal,
  nodePressureIoWaitingSecondsTotal,
  nodePressureMemoryWaitingSecondsTotal,
  nodeScrapeCollectorSuccess,
  nodeVmstatOomKill,
} from '@lab/catalogue/external';
import { avgBy, increase, minBy, not, rate, select, sumBy, unlike } from '@lab/catalogue/promql';
import { assemble } from '../assemble.ts';
import { stacked, stat, steps, timeseries } from '../house-style.ts';
import { instantQuery, promQuery, WINDOW } from '../targets.ts';

/** The loopback carries every request of a lab on one machine, and tells nothing about its network. */
const REAL_DEVICE = unlike('lo|veth.*|docker.*|br-.*');

export const cpu = () =>
  stacked({
    title: 'CPU',
    description: 'Share of the processors’ time by what they did; what is missing to 100 % was idle.',
    unit: units.PercentUnit,
  })
    .max(1)
    .withTarget(
      promQuery(avgBy(['mode'], rate(nodeCpuSecondsTotal, WINDOW, { mode: not('idle') })), '{{mode}}'),
    );

export const load = () =>
  timeseries({
    title: 'Load per processor',
    description: 'Tasks that run or want to, over one minute. Above 1 some wait.',
    unit: units.Short,
  }).withTarget(
    promQuery(
      `sum(${select(nodeLoad1)}) / count(count by (instance, cpu) (${select(nodeCpuSecondsTotal)}))`,
      'load',
    ),
  );

export const pressure = () =>
  timeseries({
    title: 'Pressure',
    description:
      'Share of the time in which some task waited for a processor, a disk or memory. The best early sign.',
    unit: units.PercentUnit,
  })
    .withTarget(promQuery(rate(nodePressureCpuWaitingSecondsTotal, WINDOW), 'cpu'))
    .withTarget(promQuery(rate(nodePressureIoWaitingSecondsTotal, WINDOW), 'io'))
    .withTarget(promQuery(rate(nodePressureMemoryWaitingSecondsTotal, WINDOW), 'memory'));

export const memory = () =>
  timeseries({
    title: 'Memory',
    description: 'What there is, and what could still be given to a process.',
    unit: units.BytesIEC,
  })
    .withTarget(promQuery(select(nodeMemoryTotalBytes), 'total'))
    .withTarget(promQuery(select(nodeMemoryAvailableBytes), 'available'));

export const filesystems = () =>
  timeseries({
    title: 'File systems',
    description: 'Share that is full.',
    unit: units.PercentUnit,
  })
    .max(1)
    .withTarget(
      promQuery(
        `1 - ${select(nodeFilesystemAvailableBytes)} / (${select(nodeFilesystemSizeBytes)} > 0)`,
        '{{mountpoint}}',
      ),
    );

export const oomKills = () =>
  stat({
    title: 'Killed for memory',
    description: 'Processes that the kernel killed in the last hour because memory ran out.',
    unit: units.Short,
  })
    .span(8)
    .height(8)
    .thresholds(steps({ from: null, color: 'green' }, { from: 1, color: 'red' }))
    .withTarget(instantQuery(increase(nodeVmstatOomKill, '1h'), 'killed'));

export const diskThroughput = () =>
  timeseries({
    title: 'Disk throughput',
    description: 'Bytes per second read and written.',
    unit: units.BytesPerSecondIEC,
  })
    .withTarget(promQuery(rate(nodeDiskReadBytesTotal, WINDOW), 'read {{device}}'))
    .withTarget(promQuery(rate(nodeDiskWrittenBytesTotal, WINDOW), 'written {{device}}'));

export const diskBusy = () =>
  timeseries({
    title: 'Disk busy',
    description:
      'Share of the time with a request under way. Disks that work in parallel can do more at 100 %.',
    unit: units.PercentUnit,
  }).withTarget(promQuery(rate(nodeDiskIoTimeSecondsTotal, WINDOW), '{{device}}'));

export const network = () =>
  timeseries({
    title: 'Network',
    description: 'Bytes per second received and sent, the loopback left out.',
    unit: units.BytesPerSecondIEC,
  })
    .withTarget(
      promQuery(rate(nodeNetworkReceiveBytesTotal, WINDOW, { device: REAL_DEVICE }), 'in {{device}}'),
    )
    .withTarget(
      promQuery(rate(nodeNetworkTransmitBytesTotal, WINDOW, { device: REAL_DEVICE }), 'out {{device}}'),
    );

/** A container that its engine names; the kernel's other groups are no business of an operator. */
const NAMED = { name: not('') } as const;
const perContainer = (expression: string): string => sumBy(['name'], expression);

export const containerCpu = () =>
  stacked({
    title: 'Processors by container',
    description: 'Processors that each container keeps busy. Empty without containers.',
    unit: units.Short,
  })
    .span(12)
    .withTarget(promQuery(perContainer(rate(containerCpuUsageSecondsTotal, WINDOW, NAMED)), '{{name}}'));

export const containerMemory = () =>
  timeseries({
    title: 'Memory of containers against their limits',
    description:
      'What cannot be given back, as a share of what the container may have. At 100 % the kernel ends a process of it.',
    unit: units.PercentUnit,
  })
    .span(12)
    .withTarget(
      promQuery(
        `${perContainer(select(containerMemoryWorkingSetBytes, NAMED))} / (${perContainer(select(containerMemoryLimitBytes, NAMED))} > 0)`,
        '{{name}}',
      ),
    );

export const containerThrottling = () =>
  timeseries({
    title: 'Containers held back',
    description:
      'Share of the periods of 100 ms in which a container had used up its processors and had to wait. It shows in latency before it shows in load.',
    unit: units.PercentUnit,
  })
    .span(12)
    .max(1)
    .withTarget(
      promQuery(
        `${perContainer(rate(containerCpuThrottledPeriodsTotal, WINDOW, NAMED))} / (${perContainer(rate(containerCpuPeriodsTotal, WINDOW, NAMED))} > 0)`,
        '{{name}}',
      ),
    );

export const containerRestarts = () =>
  timeseries({
    title: 'Containers started again and out of memory',
    description:
      'Times within an hour that the engine has started a container again by itself, and that the kernel has ended a process of it for its memory.',
    unit: units.Short,
  })
    .span(12)
    .withTarget(
      promQuery(perContainer(increase(containerRestartsTotal, '1h', NAMED)), 'started again {{name}}'),
    )
    .withTarget(
      promQuery(perContainer(increase(containerOutOfMemoryTotal, '1h', NAMED)), 'out of memory {{name}}'),
    );

export const collectors = () =>
  stat({
    title: 'Collectors',
    description: '1 where a collector of the exporter could read what it reads.',
    unit: units.Short,
  })
    .span(24)
    .thresholds(steps({ from: null, color: 'red' }, { from: 1, color: 'green' }))
    .withTarget(instantQuery(minBy(['collector'], select(nodeScrapeCollectorSuccess)), '{{collector}}'));

export const host = () =>
  assemble({
    uid: 'host',
    title: 'Host',
    description: 'The machine below. The names are node_exporter’s, so either exporter fills it.',
    tags: ['infrastructure'],
    rows: [
      { title: 'Processors', panels: [cpu(), load(), pressure()] },
      { title: 'Memory and space', panels: [memory(), filesystems(), oomKills()] },
      { title: 'Disks and network', panels: [diskThroughput(), diskBusy(), network()] },
      {
        title: 'Containers',
        panels: [containerCpu(), containerMemory(), containerThrottling(), containerRestarts()],
      },
      { title: 'Exporter', panels: [collectors()] },
    ],
  });
