/** What the Node client library of Prometheus tells about the process it lives in. */
import { externalCounter, externalGauge, externalHistogram } from '../external-metric.ts';

export const processCpuSecondsTotal = externalCounter('process_cpu_seconds_total');
export const processResidentMemoryBytes = externalGauge('process_resident_memory_bytes');
export const processStartTimeSeconds = externalGauge('process_start_time_seconds');
export const nodejsEventLoopLagP50Seconds = externalGauge('nodejs_eventloop_lag_p50_seconds');
export const nodejsEventLoopLagP99Seconds = externalGauge('nodejs_eventloop_lag_p99_seconds');
export const nodejsHeapUsedBytes = externalGauge('nodejs_heap_size_used_bytes');
export const nodejsHeapTotalBytes = externalGauge('nodejs_heap_size_total_bytes');
export const nodejsExternalMemoryBytes = externalGauge('nodejs_external_memory_bytes');
export const nodejsGcDurationSeconds = externalHistogram('nodejs_gc_duration_seconds', ['kind']);
/** Ours, beside the library's: time in which the loop did something instead of waiting. */
export const nodejsEventLoopActiveSecondsTotal = externalCounter('nodejs_eventloop_active_seconds_total');
