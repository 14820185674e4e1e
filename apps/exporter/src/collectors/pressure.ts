import { NoDataError } from '../errors.ts';
import { counter, type MetricFamily } from '../exposition/metric-family.ts';
import { parseNumber } from '../host/parse.ts';
import type { Collector } from '../registry/collector.ts';

interface Stall {
  readonly resource: (typeof RESOURCES)[number];
  /** `some`: at least one task waits; `full`: no task makes progress. */
  readonly share: 'some' | 'full';
  readonly name: string;
  readonly help: string;
}

/** The machine's CPUs are never all stalled, and interrupts stall everyone: hence one share each. */
const STALLS: readonly Stall[] = [
  {
    resource: 'cpu',
    share: 'some',
    name: 'cpu_waiting',
    help: 'Total time in seconds that processes have waited for CPU time',
  },
  {
    resource: 'io',
    share: 'some',
    name: 'io_waiting',
    help: 'Total time in seconds that processes have waited due to IO congestion',
  },
  {
    resource: 'io',
    share: 'full',
    name: 'io_stalled',
    help: 'Total time in seconds no process could make progress due to IO congestion',
  },
  {
    resource: 'memory',
    share: 'some',
    name: 'memory_waiting',
    help: 'Total time in seconds that processes have waited for memory',
  },
  {
    resource: 'memory',
    share: 'full',
    name: 'memory_stalled',
    help: 'Total time in seconds no process could make progress due to memory congestion',
  },
  {
    resource: 'irq',
    share: 'full',
    name: 'irq_stalled',
    help: 'Total time in seconds no process could make progress due to IRQ congestion',
  },
];
const RESOURCES = ['cpu', 'io', 'memory', 'irq'] as const;
const TOTALS = { some: /^some .*total=(\S+)/m, full: /^full .*total=(\S+)/m };
const MICROSECONDS_PER_SECOND = 1_000_000;

/**
 * Pressure stall information (Documentation/accounting/psi.rst): Linux 4.20, `irq` since 6.1. A resource that this
 * kernel does not have is left out, since 0 would say that nothing ever waited.
 */
export const pressure: Collector = {
  name: 'pressure',
  enabledByDefault: true,
  create:
    ({ procfs }) =>
    () => {
      const texts = new Map(
        RESOURCES.map((resource) => [resource, procfs.textIfPresent(`pressure/${resource}`)]),
      );
      const families = STALLS.flatMap(({ resource, share, name, help }): MetricFamily[] => {
        const text = texts.get(resource);
        if (text === undefined) return [];
        const total = TOTALS[share].exec(text)?.[1];
        const seconds = parseNumber(total, `/proc/pressure/${resource} ${share}`) / MICROSECONDS_PER_SECOND;
        return [counter(`node_pressure_${name}_seconds_total`, help, seconds)];
      });
      if (families.length === 0) throw new NoDataError('this kernel has no pressure stall information');
      return families;
    },
};
