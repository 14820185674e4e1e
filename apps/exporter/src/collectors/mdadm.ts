import { NoDataError } from '../errors.ts';
import { gauge, type MetricFamily, type Sample } from '../exposition/metric-family.ts';
import type { FileTree } from '../host/file-tree.ts';
import { parseNumber } from '../host/parse.ts';
import type { Collector } from '../registry/collector.ts';
import { parseMdstat, type RaidArray } from './mdstat.ts';

/** Label of a state to what /proc/mdstat says of the array that is in it. */
const STATES = {
  active: 'active',
  inactive: 'inactive',
  recovering: 'recovering',
  resync: 'resyncing',
  check: 'checking',
} as const;

/** Arrays of disks that the kernel joins (md(4)), from /proc/mdstat and sysfs. */
export const mdadm: Collector = {
  name: 'mdadm',
  enabledByDefault: true,
  create:
    ({ procfs, sysfs }) =>
    () => {
      const text = procfs.textIfPresent('mdstat');
      if (text === undefined) throw new NoDataError('this kernel has no software RAID');
      return [...familiesOf(parseMdstat(text)), ...sysfsFamilies(sysfs)];
    },
};

function familiesOf(arrays: readonly RaidArray[]): MetricFamily[] {
  const perArray = (value: (array: RaidArray) => number): Sample[] =>
    arrays.map((array) => ({ labels: { device: array.device }, value: value(array) }));
  return [
    gauge(
      'node_md_disks_required',
      'Total number of disks of device.',
      perArray(({ disks }) => disks.total),
    ),
    gauge(
      'node_md_disks',
      'Number of active/failed/spare disks of device.',
      arrays.flatMap(({ device, disks }) =>
        (['active', 'failed', 'spare'] as const).map((state) => ({
          labels: { device, state },
          value: disks[state],
        })),
      ),
    ),
    gauge(
      'node_md_state',
      'Indicates the state of md-device.',
      arrays.flatMap(({ device, state: current }) =>
        Object.entries(STATES).map(([state, told]) => ({
          labels: { device, state },
          value: Number(told === current),
        })),
      ),
    ),
    gauge(
      'node_md_blocks',
      'Total number of blocks on device.',
      perArray(({ blocks }) => blocks),
    ),
    gauge(
      'node_md_blocks_synced',
      'Number of blocks synced on device.',
      perArray(({ synced }) => synced),
    ),
  ];
}

function sysfsFamilies(sysfs: FileTree): MetricFamily[] {
  const devices = sysfs
    .namesIfPresent('block')
    .filter((device) => device.startsWith('md') && sysfs.has(`block/${device}/md`));
  const read = (device: string, file: string) => sysfs.attributeIfReadable(`block/${device}/md/${file}`);
  return [
    gauge(
      'node_md_raid_disks',
      'Number of raid disks on device.',
      devices.flatMap((device): Sample[] => {
        // While an array grows, the old number follows in brackets.
        const disks = read(device, 'raid_disks')?.split(' ')[0];
        const level = read(device, 'level') ?? '';
        if (disks === undefined || disks === '' || ['', 'container', 'imsm', 'ddf'].includes(level))
          return [];
        return [{ labels: { device }, value: parseNumber(disks, `raid_disks of ${device}`) }];
      }),
    ),
    gauge(
      'node_md_degraded',
      'Number of degraded disks on device.',
      devices.map((device) => ({
        labels: { device },
        // RAID 0 has no such file: without any of its disks it is not degraded but gone.
        value: parseNumber(read(device, 'degraded') ?? '0', `degraded of ${device}`),
      })),
    ),
  ];
}
