import { ParseError } from '../errors.ts';
import type { FileTree } from '../host/file-tree.ts';
import type { CgroupLayout, ContainerUsage, CpuUsage, MemoryUsage } from './container.ts';
import { findGroups } from './find-groups.ts';
import { firstPid, keyValues, wholeNumber } from './key-values.ts';

const ROOT = 'fs/cgroup';
const NANOSECONDS = 1e9;
/** cpuacct.stat counts in USER_HZ, which Linux holds at 100 for user space whatever its own clock does. */
const USER_HZ = 100;
/** "No limit" is the largest number of pages: a little less than 2^63 bytes. */
const UNLIMITED_BYTES = 2 ** 62;

/** A hierarchy per controller (Documentation/admin-guide/cgroup-v1); cpu and cpuacct mostly share one. */
export const cgroupV1 = (sysfs: FileTree): CgroupLayout => ({
  groups: () => findGroups(sysfs, `${ROOT}/memory`),
  usage: (path): ContainerUsage => {
    const read = (controller: string, file: string) =>
      sysfs.textIfReadable(`${ROOT}/${controller}${path}/${file}`);
    const pids = read('pids', 'pids.current');
    return {
      cpu: cpuOf(read),
      memory: memoryOf((file) => read('memory', file)),
      tasks: pids === undefined ? undefined : wholeNumber(pids, 'pids.current'),
      firstPid: firstPid(read('memory', 'cgroup.procs')),
    };
  },
});

function cpuOf(read: (controller: string, file: string) => string | undefined): CpuUsage | undefined {
  const total = read('cpuacct', 'cpuacct.usage');
  if (total === undefined) return undefined;
  const modes = keyValues(read('cpuacct', 'cpuacct.stat') ?? '', 'cpuacct.stat');
  const stat = keyValues(read('cpu', 'cpu.stat') ?? '', 'cpu.stat');
  const quota = read('cpu', 'cpu.cfs_quota_us');
  const period = read('cpu', 'cpu.cfs_period_us');
  const seconds = (value: number | undefined, divisor: number) =>
    value === undefined ? undefined : value / divisor;
  return {
    total: wholeNumber(total, 'cpuacct.usage') / NANOSECONDS,
    user: seconds(modes.get('user'), USER_HZ),
    system: seconds(modes.get('system'), USER_HZ),
    // -1 is no limit.
    quotaUs:
      quota === undefined || quota.startsWith('-') ? undefined : wholeNumber(quota, 'cpu.cfs_quota_us'),
    periodUs: period === undefined ? undefined : wholeNumber(period, 'cpu.cfs_period_us'),
    periods: stat.get('nr_periods'),
    throttledPeriods: stat.get('nr_throttled'),
    throttledSeconds: seconds(stat.get('throttled_time'), NANOSECONDS),
  };
}

function memoryOf(read: (file: string) => string | undefined): MemoryUsage | undefined {
  const current = read('memory.usage_in_bytes');
  if (current === undefined) return undefined;
  const usage = wholeNumber(current, 'memory.usage_in_bytes');
  const stat = keyValues(read('memory.stat') ?? '', 'memory.stat');
  const limit = Number(read('memory.limit_in_bytes') ?? Number.NaN);
  if (Number.isNaN(limit)) throw new ParseError('memory.limit_in_bytes', undefined);
  return {
    usage,
    workingSet: Math.max(0, usage - (stat.get('total_inactive_file') ?? 0)),
    rss: stat.get('total_rss'),
    cache: stat.get('total_cache'),
    limit: limit >= UNLIMITED_BYTES ? undefined : limit,
    oomKills: oomKills(read('memory.oom_control')),
  };
}

/** Three lines, of which kernels before 4.13 lack the last: `oom_kill_disable 0`, `under_oom 0`, `oom_kill 0`. */
const oomKills = (text: string | undefined): number | undefined =>
  keyValues(text ?? '', 'memory.oom_control').get('oom_kill');
