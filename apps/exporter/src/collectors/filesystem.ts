import { gauge, type Labels, type MetricFamily } from '../exposition/metric-family.ts';
import type { FilesystemSize, Host } from '../host/host.ts';
import { MountProbe, reasonOf } from '../host/mount-probe.ts';
import { type Mount, readMounts } from '../host/mounts.ts';
import type { Collector } from '../registry/collector.ts';

/** node_exporter's defaults for Linux. overlay is among them: a container's own root is not a disk of the machine. */
const EXCLUDED_MOUNT_POINTS =
  /^\/(dev|proc|run\/credentials\/.+|sys|var\/lib\/docker\/.+|var\/lib\/containers\/storage\/.+)($|\/)/;
const EXCLUDED_TYPES =
  /^(autofs|binfmt_misc|bpf|cgroup2?|configfs|debugfs|devpts|devtmpfs|fusectl|hugetlbfs|iso9660|mqueue|nsfs|overlay|proc|procfs|pstore|rpc_pipefs|securityfs|selinuxfs|squashfs|erofs|sysfs|tracefs)$/;

/**
 * Their statfs(2) reads what the kernel counts in memory and never waits for a disk, so it is not worth a thread. Of all
 * others (NFS, FUSE, whatever is new) it may hang for ever.
 */
const ANSWER_FROM_MEMORY: ReadonlySet<string> = new Set([
  'ext2',
  'ext3',
  'ext4',
  'ramfs',
  'tmpfs',
  'vfat',
  'xfs',
]);

/** Time that one mount has for its answer; well below the limit of the collector, so that the others are still asked. */
const MOUNT_TIMEOUT_MS = 1000;

interface Measurement {
  readonly mount: Mount;
  readonly labels: Labels;
  readonly readonly: boolean;
  /** Undefined where the mount did not answer; `labels.device_error` says why. */
  readonly size: FilesystemSize | undefined;
}

/** Size, free space and inodes per mounted filesystem from statfs(2). */
export const filesystem: Collector = {
  name: 'filesystem',
  enabledByDefault: true,
  create: (host) => {
    const probe = new MountProbe(host, MOUNT_TIMEOUT_MS);
    return async () => {
      const mounts = readMounts(host).filter(
        ({ mountPoint, type }) => !EXCLUDED_MOUNT_POINTS.test(mountPoint) && !EXCLUDED_TYPES.test(type),
      );
      const measurements: Measurement[] = [];
      // One after the other: a mount that hangs costs a thread, and there are only four.
      for (const mount of oncePerLabels(mounts)) measurements.push(await measure(host, probe, mount));
      return familiesOf(measurements);
    };
  },
};

async function measure(host: Host, probe: MountProbe, mount: Mount): Promise<Measurement> {
  const { device, mountPoint: mountpoint, type: fstype } = mount;
  const answer = ANSWER_FROM_MEMORY.has(fstype) ? sizeNow(host, mountpoint) : await probe.ask(mountpoint);
  const device_error = typeof answer === 'string' ? answer : '';
  return {
    mount,
    labels: { device, device_error, fstype, mountpoint },
    readonly: mount.readonly,
    size: typeof answer === 'string' ? undefined : answer,
  };
}

function sizeNow(host: Host, mountPoint: string): FilesystemSize | string {
  try {
    return host.statfsNow(host.rootfs.path(mountPoint));
  } catch (error) {
    return reasonOf(error as NodeJS.ErrnoException);
  }
}

function familiesOf(measurements: readonly Measurement[]): MetricFamily[] {
  const all = (name: string, help: string, value: (measurement: Measurement) => number) =>
    gauge(
      `node_filesystem_${name}`,
      help,
      measurements.map((measurement) => ({ labels: measurement.labels, value: value(measurement) })),
    );
  const answered = (name: string, help: string, value: (size: FilesystemSize) => number) =>
    gauge(
      `node_filesystem_${name}`,
      help,
      measurements.flatMap(({ labels, size }) =>
        size === undefined ? [] : [{ labels, value: value(size) }],
      ),
    );
  return [
    answered('size_bytes', 'Filesystem size in bytes.', ({ blocks, bsize }) => blocks * bsize),
    answered('free_bytes', 'Filesystem free space in bytes.', ({ bfree, bsize }) => bfree * bsize),
    answered(
      'avail_bytes',
      'Filesystem space available to non-root users in bytes.',
      ({ bavail, bsize }) => bavail * bsize,
    ),
    answered('files', 'Filesystem total file nodes.', ({ files }) => files),
    answered('files_free', 'Filesystem total free file nodes.', ({ ffree }) => ffree),
    // Free space that macOS could make; node_exporter shows it on Linux too, where there is none.
    answered(
      'purgeable_bytes',
      'Filesystem space available including purgeable space (MacOS specific).',
      () => 0,
    ),
    gauge(
      'node_filesystem_mount_info',
      'Filesystem mount information.',
      measurements.flatMap(({ mount: { device, major, minor, mountPoint }, size }) =>
        size === undefined ? [] : [{ labels: { device, major, minor, mountpoint: mountPoint }, value: 1 }],
      ),
    ),
    all('readonly', 'Filesystem read-only status.', ({ readonly }) => Number(readonly)),
    all(
      'device_error',
      'Whether an error occurred while getting statistics for the given device.',
      ({ size }) => Number(size === undefined),
    ),
  ];
}

/** The same device mounted twice at one place (an overmount) would make two samples of one series. */
function oncePerLabels(mounts: readonly Mount[]): Mount[] {
  const unique = new Map(
    mounts.map((mount) => [`${mount.device}\0${mount.mountPoint}\0${mount.type}`, mount]),
  );
  return [...unique.values()];
}
