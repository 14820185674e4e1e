import { accessSync, constants, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { BenchError } from './errors.ts';

/**
 * The core for the service and the core for the generator and the Collector.
 * @throws BenchError where processes cannot be held to cores, or a tool is missing
 */
export function twoCores(): { service: number; generator: number } {
  if (process.platform !== 'linux')
    throw new BenchError(
      `on ${process.platform} a process cannot be held to a core`,
      'the comparison is per core: run it on Linux, in a container or a virtual machine if need be',
    );
  for (const [tool, packageName] of [
    ['taskset', 'util-linux'],
    ['wrk', 'wrk'],
  ] as const)
    if (!isOnPath(tool))
      throw new BenchError(`${tool} is not on PATH`, `Debian and Ubuntu: apt-get install ${packageName}`);
  const allowed = /^Cpus_allowed_list:\s*(\S+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '';
  const [service, generator] = coreList(allowed);
  if (service === undefined || generator === undefined)
    throw new BenchError(
      'only one core may be used here',
      'the service and the generator need a core each; allow the process two',
    );
  return { service, generator };
}

/** The cores of a list as Linux writes it, "0-2,5": see cpuset(7), "List format". */
export function coreList(text: string): number[] {
  return text
    .split(',')
    .filter((part) => part !== '')
    .flatMap((part) => {
      const [first = 0, last = first] = part.split('-').map(Number);
      return Array.from({ length: last - first + 1 }, (_, index) => first + index);
    });
}

function isOnPath(name: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
