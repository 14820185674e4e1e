/** The names of node_exporter, which the lab's own exporter keeps. */
import { externalCounter, externalGauge, externalUntyped } from '../external-metric.ts';

export const nodeCpuSecondsTotal = externalCounter('node_cpu_seconds_total', ['cpu', 'mode']);
export const nodeLoad1 = externalGauge('node_load1');
export const nodeMemoryAvailableBytes = externalGauge('node_memory_MemAvailable_bytes');
export const nodeMemoryTotalBytes = externalGauge('node_memory_MemTotal_bytes');
export const nodeFilesystemAvailableBytes = externalGauge('node_filesystem_avail_bytes', [
  'device',
  'fstype',
  'mountpoint',
]);
export const nodeFilesystemSizeBytes = externalGauge('node_filesystem_size_bytes', [
  'device',
  'fstype',
  'mountpoint',
]);
export const nodeDiskReadBytesTotal = externalCounter('node_disk_read_bytes_total', ['device']);
export const nodeDiskWrittenBytesTotal = externalCounter('node_disk_written_bytes_total', ['device']);
export const nodeDiskIoTimeSecondsTotal = externalCounter('node_disk_io_time_seconds_total', ['device']);
export const nodeNetworkReceiveBytesTotal = externalCounter('node_network_receive_bytes_total', ['device']);
export const nodeNetworkTransmitBytesTotal = externalCounter('node_network_transmit_bytes_total', ['device']);
export const nodePressureCpuWaitingSecondsTotal = externalCounter('node_pressure_cpu_waiting_seconds_total');
export const nodePressureIoWaitingSecondsTotal = externalCounter('node_pressure_io_waiting_seconds_total');
export const nodePressureMemoryWaitingSecondsTotal = externalCounter(
  'node_pressure_memory_waiting_seconds_total',
);
export const nodeVmstatOomKill = externalUntyped('node_vmstat_oom_kill');
export const nodeScrapeCollectorSuccess = externalGauge('node_scrape_collector_success', ['collector']);
export const nodeFilesystemReadonly = externalGauge('node_filesystem_readonly', [
  'device',
  'fstype',
  'mountpoint',
]);
export const nodeFilesystemFiles = externalGauge('node_filesystem_files', ['device', 'fstype', 'mountpoint']);
export const nodeFilesystemFilesFree = externalGauge('node_filesystem_files_free', [
  'device',
  'fstype',
  'mountpoint',
]);
