import { statfsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { machine } from 'node:os';
import { adjtimex, type KernelClock } from './adjtimex.ts';
import { FileTree } from './file-tree.ts';
import { pageBytes } from './page-size.ts';
import { localZone, type Zone } from './time-zone.ts';

/** Everything that a collector may ask of the machine; a fixture is one, too. */
export interface Host {
  readonly procfs: FileTree;
  readonly sysfs: FileTree;
  /** The machine's own root, where the exporter runs in a container that has it mounted. */
  readonly rootfs: FileTree;
  /** What udev knows about devices, one file per device number. */
  readonly udev: FileTree;
  /** Folders with metrics that other programs leave for the next scrape. */
  readonly textfiles: readonly string[];
  /** Hardware name as in `uname -m`, for kernels before 6.1 that do not have it below /proc. */
  readonly machine: string;
  /** Size of a memory page, in which the kernel counts socket buffers. */
  readonly pageBytes: number;
  /** Unix time in milliseconds. */
  now(): number;
  zone(): Zone;
  /** @throws NoDataError where the kernel does not let this process ask */
  adjtimex(): KernelClock;
  statfs(path: string): Promise<FilesystemSize>;
  /** The same without a thread, for filesystems that answer from memory. */
  statfsNow(path: string): FilesystemSize;
}

/** statfs(2): blocks in units of `bsize` bytes. */
export interface FilesystemSize {
  readonly bsize: number;
  readonly blocks: number;
  readonly bfree: number;
  readonly bavail: number;
  readonly files: number;
  readonly ffree: number;
}

interface HostPaths {
  readonly procfs: string;
  readonly sysfs: string;
  readonly rootfs: string;
  readonly udev: string;
  readonly textfiles: readonly string[];
}

export function thisHost(paths: HostPaths): Host {
  return {
    procfs: new FileTree(paths.procfs),
    sysfs: new FileTree(paths.sysfs),
    rootfs: new FileTree(paths.rootfs),
    udev: new FileTree(paths.udev),
    textfiles: paths.textfiles,
    machine: machine(),
    pageBytes: pageBytes(),
    now: () => Date.now(),
    zone: localZone,
    adjtimex,
    statfs: (path) => statfs(path),
    statfsNow: (path) => statfsSync(path),
  };
}
