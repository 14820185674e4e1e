import { ParseError } from '../errors.ts';
import { counter, gauge, type MetricFamily, type Sample } from '../exposition/metric-family.ts';
import { cpuNumbers } from '../host/cpus.ts';
import type { FileTree } from '../host/file-tree.ts';
import { columnsOf, parseCpuList, parseNumber } from '../host/parse.ts';
import type { Collector } from '../registry/collector.ts';
import { throttleFamilies } from './cpu-throttles.ts';

const MODES = ['user', 'nice', 'system', 'idle', 'iowait', 'irq', 'softirq', 'steal'] as const;
/** Already contained in user and nice, hence a family of their own. */
const GUEST_MODES = ['user', 'nice'] as const;
const COLUMNS = MODES.length + GUEST_MODES.length;
const IDLE = MODES.indexOf('idle');
/** The oldest kernels still in use stop at idle; a line with less is a truncated one. */
const FEWEST_COLUMNS = IDLE + 1;
const TICKS_PER_SECOND = 100; // USER_HZ, the unit of /proc/stat on every architecture
/** Idle time that falls by this much means that the CPU was taken out and put back, not that the kernel rounded. */
const HOTPLUG_SECONDS = 3;

/** Seconds per CPU and mode from /proc/stat (proc_stat(5)), and what sysfs knows about the CPUs. */
export const cpu: Collector = {
  name: 'cpu',
  enabledByDefault: true,
  create: ({ procfs, sysfs }) => {
    let shown = new Map<string, readonly number[]>();
    let isolated: MetricFamily | undefined; // a boot parameter, so once is enough
    return () => {
      shown = neverFalling(shown, parseCpuSeconds(procfs.text('stat')));
      isolated ??= isolatedFamily(sysfs);
      const cpus = cpuNumbers(sysfs);
      return [
        counter('node_cpu_seconds_total', 'Seconds the CPUs spent in each mode.', samples(shown, MODES, 0)),
        counter(
          'node_cpu_guest_seconds_total',
          'Seconds the CPUs spent in guests (VMs) for each mode.',
          samples(shown, GUEST_MODES, MODES.length),
        ),
        isolated,
        onlineFamily(sysfs, cpus),
        ...throttleFamilies(sysfs, cpus),
      ];
    };
  },
};

/** Number of the CPU to its seconds, in the order of the columns; columns that this kernel lacks are 0. */
export function parseCpuSeconds(stat: string): Map<string, readonly number[]> {
  const seconds = new Map<string, readonly number[]>();
  for (const line of stat.split('\n')) {
    if (!line.startsWith('cpu')) break; // the CPUs come first, and the line of the interrupts is a long one
    const [name = '', ...ticks] = columnsOf(line);
    const number = name.slice('cpu'.length);
    if (number === '') continue; // the sum of all CPUs
    if (ticks.length < FEWEST_COLUMNS || !/^\d+$/.test(number))
      throw new ParseError(`/proc/stat ${name}`, line);
    seconds.set(
      number,
      Array.from({ length: COLUMNS }, (_, index) =>
        index < ticks.length ? parseNumber(ticks[index], `/proc/stat ${name}`) / TICKS_PER_SECOND : 0,
      ),
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
  const result: Sample[] = [];
  for (const [number, seconds] of cpus) {
    for (const [index, mode] of modes.entries())
      result.push({ labels: { cpu: number, mode }, value: seconds[firstColumn + index] ?? 0 });
  }
  return result;
}

function isolatedFamily(sysfs: FileTree): MetricFamily {
  const list = sysfs.attributeIfReadable('devices/system/cpu/isolated') ?? '';
  return gauge(
    'node_cpu_isolated',
    'Whether each core is isolated, information from /sys/devices/system/cpu/isolated.',
    parseCpuList(list, 'isolated CPUs').map((number) => ({ labels: { cpu: String(number) }, value: 1 })),
  );
}

/** Where the first CPU cannot be switched off, node_exporter shows none of them. */
function onlineFamily(sysfs: FileTree, cpus: readonly string[]): MetricFamily {
  const states = sysfs.has('devices/system/cpu/cpu0/online')
    ? cpus.map((number) => ({
        labels: { cpu: number },
        value: Number(sysfs.attributeIfReadable(`devices/system/cpu/cpu${number}/online`) === '1'),
      }))
    : [];
  return gauge('node_cpu_online', 'CPUs that are online and being scheduled.', states);
}
