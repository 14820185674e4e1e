import { constants, PerformanceObserver } from 'node:perf_hooks';
import { collectDefaultMetrics, Histogram, type Registry } from 'prom-client';

const GC_DURATION = 'nodejs_gc_duration_seconds';
const GC_KINDS: Readonly<Record<number, string>> = {
  [constants.NODE_PERFORMANCE_GC_MAJOR]: 'major',
  [constants.NODE_PERFORMANCE_GC_MINOR]: 'minor',
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL]: 'incremental',
  [constants.NODE_PERFORMANCE_GC_WEAKCB]: 'weakcb',
};

/** CPU, memory, file descriptors, event loop and garbage collection of this process, under the client's names. */
export function observeNodeRuntime(registry: Registry): void {
  // 10 ms, the client's default, wakes an idle process 100 times a second to say that it is idle.
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 20 });
  observeGarbageCollection(registry);
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
