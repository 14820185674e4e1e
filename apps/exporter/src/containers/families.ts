import { counter, gauge, type Labels, type MetricFamily, type Sample } from '../exposition/metric-family.ts';
import type { ContainerUsage } from './container.ts';

/** Bytes and packets of one device of the container's own network. */
export interface ContainerTraffic {
  readonly device: string;
  readonly receiveBytes: number;
  readonly transmitBytes: number;
}

export interface MeasuredContainer {
  readonly labels: Labels;
  readonly usage: ContainerUsage;
  readonly traffic: readonly ContainerTraffic[];
  /** Unix time in seconds; undefined where its first process is out of sight. */
  readonly startTime: number | undefined;
  readonly restarts: number | undefined;
}

type Value = (container: MeasuredContainer) => number | undefined;

const cpu = (value: (usage: NonNullable<ContainerUsage['cpu']>) => number | undefined): Value => {
  return ({ usage }) => (usage.cpu === undefined ? undefined : value(usage.cpu));
};
const memory = (value: (usage: NonNullable<ContainerUsage['memory']>) => number | undefined): Value => {
  return ({ usage }) => (usage.memory === undefined ? undefined : value(usage.memory));
};

/**
 * Under cAdvisor's names, types, labels and help texts (metrics/prometheus.go), and as there without a limit where
 * there is none, but for `container_spec_memory_limit_bytes`, which is then 0.
 *
 * @param now Unix time in seconds
 */
export function containerFamilies(containers: readonly MeasuredContainer[], now: number): MetricFamily[] {
  const samples = (value: Value, more: Labels = {}): Sample[] =>
    containers.flatMap((container) => {
      const found = value(container);
      return found === undefined ? [] : [{ labels: { ...more, ...container.labels }, value: found }];
    });
  const traffic = (value: (traffic: ContainerTraffic) => number): Sample[] =>
    containers.flatMap(({ labels, traffic: devices }) =>
      devices.map((device) => ({
        labels: { ...labels, interface: device.device },
        value: value(device),
      })),
    );
  return [
    counter(
      'container_cpu_usage_seconds_total',
      'Cumulative cpu time consumed in seconds.',
      samples(
        cpu(({ total }) => total),
        { cpu: 'total' },
      ),
    ),
    counter(
      'container_cpu_user_seconds_total',
      'Cumulative user cpu time consumed in seconds.',
      samples(cpu(({ user }) => user)),
    ),
    counter(
      'container_cpu_system_seconds_total',
      'Cumulative system cpu time consumed in seconds.',
      samples(cpu(({ system }) => system)),
    ),
    counter(
      'container_cpu_cfs_periods_total',
      'Number of elapsed enforcement period intervals.',
      samples(limited('periods')),
    ),
    counter(
      'container_cpu_cfs_throttled_periods_total',
      'Number of throttled period intervals.',
      samples(limited('throttledPeriods')),
    ),
    counter(
      'container_cpu_cfs_throttled_seconds_total',
      'Total time duration the container has been throttled.',
      samples(limited('throttledSeconds')),
    ),
    gauge('container_spec_cpu_quota', 'CPU quota of the container.', samples(cpu(({ quotaUs }) => quotaUs))),
    gauge(
      'container_spec_cpu_period',
      'CPU period of the container.',
      samples(cpu(({ periodUs }) => periodUs)),
    ),
    gauge(
      'container_memory_usage_bytes',
      'Current memory usage in bytes, including all memory regardless of when it was accessed',
      samples(memory(({ usage }) => usage)),
    ),
    gauge(
      'container_memory_working_set_bytes',
      'Current working set in bytes.',
      samples(memory(({ workingSet }) => workingSet)),
    ),
    gauge('container_memory_rss', 'Size of RSS in bytes.', samples(memory(({ rss }) => rss))),
    gauge(
      'container_memory_cache',
      'Number of bytes of page cache memory.',
      samples(memory(({ cache }) => cache)),
    ),
    gauge(
      'container_spec_memory_limit_bytes',
      'Memory limit for the container.',
      samples(memory(({ limit }) => limit ?? 0)),
    ),
    counter(
      'container_oom_events_total',
      'Count of out of memory events observed for the container',
      samples(memory(({ oomKills }) => oomKills)),
    ),
    gauge(
      'container_threads',
      'Number of threads running inside the container',
      samples(({ usage }) => usage.tasks),
    ),
    counter(
      'container_network_receive_bytes_total',
      'Cumulative count of bytes received',
      traffic(({ receiveBytes }) => receiveBytes),
    ),
    counter(
      'container_network_transmit_bytes_total',
      'Cumulative count of bytes transmitted',
      traffic(({ transmitBytes }) => transmitBytes),
    ),
    gauge(
      'container_start_time_seconds',
      'Start time of the container since unix epoch in seconds.',
      samples(({ startTime }) => startTime),
    ),
    gauge(
      'container_last_seen',
      'Last time a container was seen by the exporter',
      samples(() => now),
    ),
    counter(
      'container_restarts_total',
      'How often the container engine has started the container again by itself.',
      samples(({ restarts }) => restarts),
    ),
  ];
}

/** cAdvisor tells of throttling only where there is a quota to be throttled by. */
const limited = (name: 'periods' | 'throttledPeriods' | 'throttledSeconds'): Value =>
  cpu((usage) => (usage.quotaUs === undefined ? undefined : usage[name]));
