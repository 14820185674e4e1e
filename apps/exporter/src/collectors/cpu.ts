import { ParseError } from '../errors.ts';
import { counter, type Sample } from '../exposition/metric-family.ts';
import { columnsOf, linesOf, parseNumber } from '../host/parse.ts';
import type { Collector } from '../registry/collector.ts';

const MODES = ['user', 'nice', 'system', 'idle', 'iowait', 'irq', 'softirq', 'steal'] as const;
/** Already contained in user and nice, hence a family of their own. */
const GUEST_MODES = ['user', 'nice'] as const;
const IDLE = MODES.indexOf('idle');
/** The oldest kernels still in use stop at idle; a line with less is a truncated one. */
const FEWEST_COLUMNS = IDLE + 1;
const TICKS_PER_SECOND = 100; // USER_HZ, the unit of /proc/stat on every architecture
/** Idle time that falls by this much means that the CPU was taken out and put back, not that the kernel rounded. */
const HOTPLUG_SECONDS = 3;

/** Seconds per CPU and mode from /proc/stat (proc_stat(5)). */
export const cpu: Collector = {
  name: 'cpu',
  enabledByDefault: true,
  create: (host) => {
    let shown = new Map<string, readonly number[]>();
    return async () => {
      shown = neverFalling(shown, parseCpuSeconds(await host.procfs.read('stat')));
      return [
        counter('node_cpu_seconds_total', 'Seconds the CPUs spent in each mode.', samples(shown, MODES, 0)),
        counter(
          'node_cpu_guest_seconds_total',
          'Seconds the CPUs spent in guests (VMs) for each mode.',
          samples(shown, GUEST_MODES, MODES.length),
        ),
      ];
    };
  },
};

/** Number of the CPU to its seconds, in the order of the columns; columns that this kernel lacks are absent. */
export function parseCpuSeconds(stat: string): Map<string, readonly number[]> {
  const seconds = new Map<string, readonly number[]>();
  for (const line of linesOf(stat)) {
    const [name = '', ...ticks] = columnsOf(line);
    const number = /^cpu(\d+)$/.exec(name)?.[1];
    if (number === undefined) continue;
    if (ticks.length < FEWEST_COLUMNS) throw new ParseError(`/proc/stat ${name}`, line);
    seconds.set(
      number,
      ticks.map((text) => parseNumber(text, `/proc/stat ${name}`) / TICKS_PER_SECOND),
    );
  }
  if (seconds.size === 0) throw new ParseError('/proc/stat', stat);
  return seconds;
}

/**
 * The kernel's idle and iowait times go backwards now and then, and a counter that falls looks to `rate()` like a
 * restart, so each column keeps its highest value (node_exporter, collector/cpu_linux.go). CPUs that are gone go.
 */
export function neverFalling(
  before: ReadonlyMap<string, readonly number[]>,
  now: ReadonlyMap<string, readonly number[]>,
): Map<string, readonly number[]> {
  const shown = new Map<string, readonly number[]>();
  for (const [number, seconds] of now) {
    const last = before.get(number) ?? [];
    const hotplugged = (last[IDLE] ?? 0) - (seconds[IDLE] ?? 0) >= HOTPLUG_SECONDS;
    shown.set(
      number,
      hotplugged ? seconds : seconds.map((value, index) => Math.max(value, last[index] ?? 0)),
    );
  }
  return shown;
}

function samples(
  cpus: ReadonlyMap<string, readonly number[]>,
  modes: readonly string[],
  firstColumn: number,
): Sample[] {
  return [...cpus].flatMap(([number, seconds]) =>
    modes.flatMap((mode, index) => {
      const value = seconds[firstColumn + index];
      return value === undefined ? [] : [{ labels: { cpu: number, mode }, value }];
    }),
  );
}
