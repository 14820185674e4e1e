/** The names of cAdvisor, which the lab's own exporter keeps. Without containers there is no series of them. */
import { externalCounter, externalGauge } from '../external-metric.ts';

/** `name` is the engine's, and empty for a container of which only the kernel knows. */
const container = ['id', 'image', 'name'] as const;

export const containerCpuUsageSecondsTotal = externalCounter('container_cpu_usage_seconds_total', [
  ...container,
  'cpu',
]);
/** Only there where the container has a quota, as the next. */
export const containerCpuPeriodsTotal = externalCounter('container_cpu_cfs_periods_total', container);
export const containerCpuThrottledPeriodsTotal = externalCounter(
  'container_cpu_cfs_throttled_periods_total',
  container,
);
/** What cannot be given back: usage without the page cache that nobody has looked at lately. */
export const containerMemoryWorkingSetBytes = externalGauge('container_memory_working_set_bytes', container);
/** 0 without a limit. */
export const containerMemoryLimitBytes = externalGauge('container_spec_memory_limit_bytes', container);
export const containerOutOfMemoryTotal = externalCounter('container_oom_events_total', container);
/** The lab's own: how often the engine has started it again by itself; cAdvisor only tells when it began. */
export const containerRestartsTotal = externalCounter('container_restarts_total', container);
