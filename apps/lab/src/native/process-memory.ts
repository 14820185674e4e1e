import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Resident memory of each process in bytes; a process that is gone is absent. */
export function residentBytes(pids: readonly number[]): Map<number, number> {
  return process.platform === 'linux' ? fromProc(pids) : fromPs(pids);
}

function fromProc(pids: readonly number[]): Map<number, number> {
  const found = new Map<number, number>();
  for (const pid of pids) {
    try {
      const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
      if (kibibytes !== undefined) found.set(pid, Number(kibibytes) * 1024);
    } catch {
      // It ended between being listed and being looked at.
    }
  }
  return found;
}

function fromPs(pids: readonly number[]): Map<number, number> {
  const found = new Map<number, number>();
  if (pids.length === 0) return found;
  let text = '';
  try {
    text = execFileSync('ps', ['-o', 'pid=,rss=', '-p', pids.join(',')], { encoding: 'utf8' });
  } catch {
    return found; // ps fails where none of them is left
  }
  for (const line of text.trim().split('\n')) {
    const [pid, kibibytes] = line.trim().split(/\s+/).map(Number);
    if (pid !== undefined && kibibytes !== undefined) found.set(pid, kibibytes * 1024);
  }
  return found;
}
