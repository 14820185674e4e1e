import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { FileTree } from '../src/host/file-tree.ts';
import type { FilesystemSize, Host } from '../src/host/host.ts';

export const MACHINES = ['small-vm', 'old-server'] as const;
export type Machine = (typeof MACHINES)[number];

export const FIXTURES = fileURLToPath(new URL('../fixtures/', import.meta.url));

type TreeFactory = (root: string) => FileTree;

/**
 * A machine made of files: `proc/`, `sys/` and `root/` as its kernel showed them, and `statfs.json` with the answer
 * per mount point, which is an error code for one that fails.
 */
export function fixtureHost(machine: Machine, tree: TreeFactory = (root) => new FileTree(root)): Host {
  const folder = `${FIXTURES}${machine}/`;
  const sizes = JSON.parse(readFileSync(`${folder}statfs.json`, 'utf8')) as Record<
    string,
    FilesystemSize | string
  >;
  const rootfs = tree(`${folder}root`);
  return {
    procfs: tree(`${folder}proc`),
    sysfs: tree(`${folder}sys`),
    rootfs,
    machine: 'aarch64',
    pageBytes: 4096,
    now: () => 1_760_100_000_250,
    statfs: async (path) => {
      const size = sizes[path.slice(rootfs.root.length)] ?? 'ENOENT';
      if (typeof size === 'string') throw Object.assign(new Error(size), { code: size });
      return size;
    },
  };
}
