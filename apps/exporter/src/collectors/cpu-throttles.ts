import { counter, type MetricFamily } from '../exposition/metric-family.ts';
import type { FileTree } from '../host/file-tree.ts';

/**
 * How often heat slowed a core or a whole package down, from `thermal_throttle` of each CPU, which only Intel's has.
 * The threads of a core repeat its counter, and the cores of a package that of the package: the first one speaks.
 */
export function throttleFamilies(sysfs: FileTree, cpus: readonly string[]): MetricFamily[] {
  const cores = new Map<string, { package: string; core: string; value: number }>();
  const packages = new Map<string, number>();
  for (const cpu of cpus) {
    const folder = `devices/system/cpu/cpu${cpu}`;
    if (!sysfs.has(`${folder}/thermal_throttle`)) continue;
    const packageId = numberOf(sysfs, `${folder}/topology/physical_package_id`);
    const coreId = numberOf(sysfs, `${folder}/topology/core_id`);
    if (packageId === undefined || coreId === undefined) continue;
    const key = `${packageId}/${coreId}`;
    const ofCore = numberOf(sysfs, `${folder}/thermal_throttle/core_throttle_count`);
    if (ofCore !== undefined && !cores.has(key))
      cores.set(key, { package: String(packageId), core: String(coreId), value: ofCore });
    const ofPackage = numberOf(sysfs, `${folder}/thermal_throttle/package_throttle_count`);
    if (ofPackage !== undefined && !packages.has(String(packageId)))
      packages.set(String(packageId), ofPackage);
  }
  return [
    counter(
      'node_cpu_core_throttles_total',
      'Number of times this CPU core has been throttled.',
      [...cores.values()].map(({ core, package: of, value }) => ({ labels: { core, package: of }, value })),
    ),
    counter(
      'node_cpu_package_throttles_total',
      'Number of times this CPU package has been throttled.',
      [...packages].map(([of, value]) => ({ labels: { package: of }, value })),
    ),
  ];
}

/** A CPU that is offline has these files, and they say nothing. */
function numberOf(sysfs: FileTree, file: string): number | undefined {
  const text = sysfs.attributeIfReadable(file);
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
