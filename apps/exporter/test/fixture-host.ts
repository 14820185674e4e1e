import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { KernelClock } from '../src/host/adjtimex.ts';
import { FileTree } from '../src/host/file-tree.ts';
import type { FilesystemSize, Host } from '../src/host/host.ts';
import { unpackMachine } from './machine-files.ts';

export const MACHINES = ['big-server', 'container', 'laptop', 'old-server', 'small-vm'] as const;
export type Machine = (typeof MACHINES)[number];

export const FIXTURES = fileURLToPath(new URL('../fixtures/', import.meta.url));

/** A clock that chrony keeps: nanoseconds (STA_NANO), 12.5 ppm fast. */
const CLOCK: KernelClock = {
  ...{ state: 0, status: 0x2001, offset: -1500, freq: -819_200, maxerror: 4500, esterror: 12, constant: 7 },
  ...{
    tick: 10_000,
    ppsfreq: 0,
    jitter: 0,
    shift: 0,
    stabil: 0,
    jitcnt: 0,
    calcnt: 0,
    errcnt: 0,
    stbcnt: 0,
    tai: 37,
  },
};

type TreeFactory = (root: string) => FileTree;

/**
 * A machine made of files: `files.txt` holds `proc/`, `sys/`, `root/` and `udev/` as its kernel showed them, and
 * `statfs.json` the answer per mount point, which is an error code for one that fails.
 */
export function fixtureHost(machine: Machine, tree: TreeFactory = (root) => new FileTree(root)): Host {
  const folder = `${unpackMachine(`${FIXTURES}${machine}/files.txt`)}/`;
  const sizes = JSON.parse(readFileSync(`${FIXTURES}${machine}/statfs.json`, 'utf8')) as Record<
    string,
    FilesystemSize | string
  >;
  const rootfs = tree(`${folder}root`);
  const sizeOf = (path: string): FilesystemSize => {
    const size = sizes[path.slice(rootfs.root.length)] ?? 'ENOENT';
    if (typeof size === 'string') throw Object.assign(new Error(size), { code: size });
    return size;
  };
  return {
    procfs: tree(`${folder}proc`),
    sysfs: tree(`${folder}sys`),
    rootfs,
    udev: tree(`${folder}udev`),
    textfiles: [],
    machine: 'aarch64',
    pageBytes: 4096,
    now: () => 1_760_100_000_250,
    zone: () => ({ name: 'UTC', offsetSeconds: 0 }),
    adjtimex: () => CLOCK,
    statfs: async (path) => sizeOf(path),
    statfsNow: (path) => sizeOf(path),
  };
}
