import { constants, PerformanceObserver, performance } from 'node:perf_hooks';
import { Counter, collectDefaultMetrics, Histogram, type Registry } from 'prom-client';

const GC_DURATION = 'nodejs_gc_duration_seconds';
const GC_KINDS: Readonly<Record<number, string>> = {
  [constants.NODE_PERFORMANCE_GC_MAJOR]: 'major',
  [constants.NODE_PERFORMANCE_GC_MINOR]: 'minor',
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL]: 'incremental',
  [constants.NODE_PERFORMANCE_GC_WEAKCB]: 'weakcb',
};

/** The client's names that promtool's linter refuses: gauges in `_total` (deprecated), and types in names. */
const REFUSED_NAMES = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
  'nodejs_eventloop_utilization_histogram',
  'nodejs_eventloop_utilization_summary',
];
const NEVER_MS = 2 ** 31 - 1;

/** CPU, memory, file descriptors, event loop and garbage collection of this process, under the client's names. */
export function observeNodeRuntime(registry: Registry): void {
  // Their defaults, 10 and 100 ms, wake an idle process 110 times a second to say that it is idle.
  collectDefaultMetrics({
    register: registry,
    eventLoopMonitoringPrecision: 20,
    eventLoopUtilizationTimeout: NEVER_MS,
  });
  for (const name of REFUSED_NAMES) registry.removeSingleMetric(name);
  observeEventLoopTime(registry);
  observeGarbageCollection(registry);
}

/** Node keeps the sum itself, so that the utilisation of any window is a `rate()` and needs no sampling. */
function observeEventLoopTime(registry: Registry): void {
  let seenMs = 0;
  new Counter({
    name: 'nodejs_eventloop_active_seconds_total',
    help: 'Time that the event loop did not wait for events; its rate is the utilisation, 0 to 1.',
    registers: [registry],
    collect() {
      const { active } = performance.eventLoopUtilization();
      this.inc(Math.max(0, active - seenMs) / 1000);
      seenMs = active;
    },
  });
}

/** Replaces the client's own histogram, which counts only the first of the collections that Node reports together. */
function observeGarbageCollection(registry: Registry): void {
  registry.removeSingleMetric(GC_DURATION);
  const duration = new Histogram({
    name: GC_DURATION,
    help: 'Duration of garbage collections by kind.',
    labelNames: ['kind'],
    buckets: [0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1],
    registers: [registry],
  });
  for (const kind of Object.values(GC_KINDS)) duration.zero({ kind });
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { kind } = (entry as unknown as { detail: { kind: number } }).detail;
      duration.observe({ kind: GC_KINDS[kind] ?? 'other' }, entry.duration / 1000);
    }
  });
  observer.observe({ entryTypes: ['gc'] });
}
