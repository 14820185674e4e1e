import { readFileSync } from 'node:fs';

/** Bytes of a process that are in memory right now, shared pages included, as `ps` and `top` count (proc_pid_status(5)). */
export function residentBytes(pid: number): number {
  const [, kibibytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  if (kibibytes === undefined) throw new Error(`process ${pid} has no resident memory`);
  return Number(kibibytes) * 1024;
}
