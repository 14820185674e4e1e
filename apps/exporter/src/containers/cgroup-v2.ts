import { ParseError } from '../errors.ts';
import type { FileTree } from '../host/file-tree.ts';
import type { CgroupLayout, ContainerUsage, CpuUsage, MemoryUsage } from './container.ts';
import { findGroups } from './find-groups.ts';
import { firstPid, keyValues, wholeNumber } from './key-values.ts';

const ROOT = 'fs/cgroup';
const MICROSECONDS = 1e6;

/** One hierarchy for all controllers (Documentation/admin-guide/cgroup-v2.rst). */
export const cgroupV2 = (sysfs: FileTree): CgroupLayout => ({
  groups: () => findGroups(sysfs, ROOT),
  usage: (path): ContainerUsage => {
    const read = (file: string) => sysfs.textIfReadable(`${ROOT}${path}/${file}`);
    return {
      cpu: cpuOf(read),
      memory: memoryOf(read),
      tasks: optionalNumber(read('pids.current'), 'pids.current'),
      firstPid: firstPid(read('cgroup.procs')),
    };
  },
});

type Read = (file: string) => string | undefined;

function cpuOf(read: Read): CpuUsage | undefined {
  const text = read('cpu.stat');
  if (text === undefined) return undefined;
  const stat = keyValues(text, 'cpu.stat');
  const total = stat.get('usage_usec');
  if (total === undefined) throw new ParseError('cpu.stat usage_usec', undefined);
  const seconds = (key: string) => scaled(stat.get(key), MICROSECONDS);
  const [quotaUs, periodUs] = cpuMax(read('cpu.max'));
  return {
    total: total / MICROSECONDS,
    user: seconds('user_usec'),
    system: seconds('system_usec'),
    quotaUs,
    periodUs,
    periods: stat.get('nr_periods'),
    throttledPeriods: stat.get('nr_throttled'),
    throttledSeconds: seconds('throttled_usec'),
  };
}

/** `max 100000`, or a quota and a period in microseconds. */
function cpuMax(text: string | undefined): [number | undefined, number | undefined] {
  if (text === undefined) return [undefined, undefined];
  const [, quota, period] = /^(max|\d+) (\d+)\n?$/.exec(text) ?? [];
  if (quota === undefined) throw new ParseError('cpu.max', text);
  return [quota === 'max' ? undefined : Number(quota), Number(period)];
}

function memoryOf(read: Read): MemoryUsage | undefined {
  const current = read('memory.current');
  if (current === undefined) return undefined;
  const usage = wholeNumber(current, 'memory.current');
  const stat = keyValues(read('memory.stat') ?? '', 'memory.stat');
  const events = keyValues(read('memory.events') ?? '', 'memory.events');
  const limit = read('memory.max');
  return {
    usage,
    workingSet: Math.max(0, usage - (stat.get('inactive_file') ?? 0)),
    rss: stat.get('anon'),
    cache: stat.get('file'),
    limit: limit === undefined || limit === 'max\n' ? undefined : wholeNumber(limit, 'memory.max'),
    oomKills: events.get('oom_kill'),
  };
}

const scaled = (value: number | undefined, divisor: number): number | undefined =>
  value === undefined ? undefined : value / divisor;

const optionalNumber = (text: string | undefined, file: string): number | undefined =>
  text === undefined ? undefined : wholeNumber(text, file);
