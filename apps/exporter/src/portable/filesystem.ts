import { gauge, type Labels, type MetricFamily } from '../exposition/metric-family.ts';
import type { FilesystemSize } from '../host/host.ts';
import { MountProbe } from '../host/mount-probe.ts';
import type { Collector } from '../registry/collector.ts';
import { FreshAnswer, SCRAPED } from './fresh-answer.ts';
import { type Answers, known } from './library.ts';
import type { Machine } from './machine.ts';

/** node_exporter's defaults for macOS; no drive of Windows matches. */
const EXCLUDED_MOUNT_POINTS = /^\/dev($|\/)/;
const EXCLUDED_TYPES = /^devfs$/;
const MOUNT_TIMEOUT_MS = 1000;
/** Mounts come and go rarely, and the library starts three programs to list them. */
const MOUNTS = { ...SCRAPED, freshMs: 60_000, usableMs: 300_000 };

type LibraryMount = Answers['fsSize'][number];

interface Mount {
  readonly device: string;
  readonly fstype: string;
  readonly mountpoint: string;
  /** Undefined where the library does not know. */
  readonly readonly: boolean | undefined;
}

interface Measurement {
  readonly labels: Labels;
  readonly readonly: boolean | undefined;
  readonly size: FilesystemSize | undefined;
}

/** The library lists the mounts; their sizes come from statfs at every scrape, as on Linux. */
export const filesystem = ({ os, library }: Machine): Collector => ({
  name: 'filesystem',
  enabledByDefault: true,
  create: (host) => {
    const answer = new FreshAnswer(() => library.ask('fsSize'), MOUNTS);
    const windows = os.platform() === 'win32';
    // `C:` alone is not the drive but the folder in which this process happens to be on it.
    const path = (mountpoint: string) => (windows ? `${mountpoint}\\` : mountpoint);
    const probe = new MountProbe({ rootfs: { path }, statfs: host.statfs }, MOUNT_TIMEOUT_MS);
    return async () => {
      const measurements: Measurement[] = [];
      // One after the other: a mount that hangs costs a thread, and there are only four.
      for (const { readonly, ...labels } of mountsOf(await answer.get())) {
        const size = await probe.ask(labels.mountpoint);
        const failed = typeof size === 'string';
        measurements.push({
          labels: {
            device: labels.device,
            device_error: failed ? size : '',
            fstype: labels.fstype,
            mountpoint: labels.mountpoint,
          },
          readonly,
          size: failed ? undefined : size,
        });
      }
      return familiesOf(measurements);
    };
  },
});

function mountsOf(answer: Answers['fsSize']): Mount[] {
  const mounts = answer.flatMap((found): Mount[] => {
    const device = known(found.fs);
    const mountpoint = known(found.mount);
    if (device === undefined || mountpoint === undefined) return [];
    return [{ device, mountpoint, fstype: typeOf(found), readonly: readonlyOf(found) }];
  });
  const shown = mounts.filter(
    ({ mountpoint, fstype }) => !EXCLUDED_MOUNT_POINTS.test(mountpoint) && !EXCLUDED_TYPES.test(fstype),
  );
  return [...new Map(shown.map((mount) => [`${mount.device}\0${mount.mountpoint}`, mount])).values()];
}

/** The library writes three types of macOS in capitals, which statfs(2) does not. */
function typeOf({ type }: LibraryMount): string {
  const fstype = known(type) ?? '';
  return /^(APFS|HFS|NFS)$/.test(fstype) ? fstype.toLowerCase() : fstype;
}

/** Of a device that is no path (`server:/export`) the library always says that it cannot be written. */
function readonlyOf({ fs, rw }: LibraryMount): boolean | undefined {
  const listed = fs?.startsWith('/') || /^[A-Z]:$/i.test(fs ?? '');
  return listed && typeof rw === 'boolean' ? !rw : undefined;
}

function familiesOf(measurements: readonly Measurement[]): MetricFamily[] {
  const family = (name: string, help: string, read: (measured: Measurement) => number | undefined) =>
    gauge(
      `node_filesystem_${name}`,
      help,
      measurements.flatMap((measured) => {
        const value = read(measured);
        return value === undefined ? [] : [{ labels: measured.labels, value }];
      }),
    );
  const blocks = (count: 'blocks' | 'bfree' | 'bavail') => (measured: Measurement) =>
    measured.size && measured.size[count] * measured.size.bsize;
  // Windows has no file nodes; libuv says 0 of all and 0 free ones.
  const files = (count: 'files' | 'ffree') => (measured: Measurement) =>
    measured.size?.files ? measured.size[count] : undefined;
  return [
    family('size_bytes', 'Filesystem size in bytes.', blocks('blocks')),
    family('free_bytes', 'Filesystem free space in bytes.', blocks('bfree')),
    family('avail_bytes', 'Filesystem space available to non-root users in bytes.', blocks('bavail')),
    family('files', 'Filesystem total file nodes.', files('files')),
    family('files_free', 'Filesystem total free file nodes.', files('ffree')),
    family('readonly', 'Filesystem read-only status.', ({ readonly }) =>
      readonly === undefined ? undefined : Number(readonly),
    ),
    family(
      'device_error',
      'Whether an error occurred while getting statistics for the given device.',
      ({ size }) => Number(size === undefined),
    ),
  ];
}
