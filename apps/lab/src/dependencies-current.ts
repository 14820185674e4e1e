/**
 * Exit code 0 where node_modules holds what package-lock.json asks for. Used by `./lab` before anything is installed,
 * so it imports nothing but Node.
 *
 * Times alone would not do: `npm install` itself leaves package-lock.json a moment younger than its record of
 * node_modules, and installing again would pull the packages from under whatever runs.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface LockedPackage {
  readonly version?: string;
  readonly link?: boolean;
  readonly optional?: boolean;
  readonly devOptional?: boolean;
}

function lockedPackages(path: string): Record<string, LockedPackage> {
  return (JSON.parse(readFileSync(path, 'utf8')) as { packages: Record<string, LockedPackage> }).packages;
}

/** npm records a package that calls itself v1.2.3 with the v in node_modules and without it in the lock file. */
function plain(version: string | undefined): string | undefined {
  return version?.replace(/^v/, '');
}

const root = process.argv[2] ?? '.';
const wanted = lockedPackages(join(root, 'package-lock.json'));
const installed = lockedPackages(join(root, 'node_modules/.package-lock.json'));

const isCurrent = Object.entries(wanted)
  .filter(([path]) => path.startsWith('node_modules/') || path.includes('/node_modules/'))
  // Packages of other platforms are optional, and not installed here.
  .filter(([path, { optional, devOptional }]) => path in installed || !(optional || devOptional))
  .every(([path, { version, link }]) => {
    const found = installed[path];
    return found !== undefined && plain(found.version) === plain(version) && found.link === link;
  });
process.exitCode = isCurrent ? 0 : 1;
