import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { availableParallelism, freemem, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { formatBytes } from '../output.ts';
import type { Settings } from '../settings.ts';
import type { Finding } from './finding.ts';

const GIGABYTE = 1e9;
/** Measured: a lab without Docker with all its engines holds 1.8 GB shortly after its start. */
const MEMORY_NEEDED = 2.5 * GIGABYTE;
/** Data of a week of lab traffic, and the engines' binaries; building engines needs Go's cache on top. */
const DISK_NEEDED = 3 * GIGABYTE;

export async function examineMachine(settings: Settings): Promise<Finding[]> {
  return [
    examineMemory(),
    examineDisk('disk for the lab', settings.stateDir),
    examineDisk('disk for engines', settings.cacheDir),
  ];
}

function examineMemory(): Finding {
  const available = availableMemory();
  const found = `${formatBytes(available)} available of ${formatBytes(totalmem())}, ${availableParallelism()} cores`;
  return available >= MEMORY_NEEDED
    ? { what: 'memory', verdict: 'ok', found }
    : {
        what: 'memory',
        verdict: 'missing',
        found,
        advice: `the lab wants ${formatBytes(MEMORY_NEEDED)}; stop something large`,
      };
}

/** Linux counts the page cache as used in `freemem`; MemAvailable says what a new process can really have. */
function availableMemory(): number {
  try {
    const kibibytes = /^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1];
    if (kibibytes !== undefined) return Number(kibibytes) * 1024;
  } catch {
    // No /proc: not Linux.
  }
  return freemem();
}

function examineDisk(what: string, folder: string): Finding {
  const { bavail, bsize } = statfsSync(existingParent(folder));
  const free = bavail * bsize;
  const found = `${formatBytes(free)} free for ${folder}`;
  return free >= DISK_NEEDED
    ? { what, verdict: 'ok', found }
    : { what, verdict: 'blocks', found, advice: `free ${formatBytes(DISK_NEEDED - free)}` };
}

function existingParent(folder: string): string {
  return existsSync(folder) ? folder : existingParent(dirname(folder));
}
