import type { FileTree } from './file-tree.ts';

/** The numbers of all CPUs that sysfs knows, also of those that are offline. */
export function cpuNumbers(sysfs: FileTree): string[] {
  return sysfs
    .namesIfPresent('devices/system/cpu')
    .flatMap((name) => /^cpu(\d+)$/.exec(name)?.[1] ?? [])
    .sort((a, b) => Number(a) - Number(b));
}
