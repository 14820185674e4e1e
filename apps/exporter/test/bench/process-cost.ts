import { readFileSync } from 'node:fs';

const TICK_MS = 10; // USER_HZ
const KIBIBYTE = 1024;

/** CPU time that a process has used so far, user and kernel together, in steps of 10 ms. */
export function cpuMs(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // Behind the name of the command: state is column 0, utime 11, stime 12 (proc_pid_stat(5)).
  const columns = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(columns[11]) + Number(columns[12])) * TICK_MS;
}

/** Memory of a process that is in RAM. */
export function residentBytes(pid: number): number {
  const kibibytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kibibytes) * KIBIBYTE;
}

export const megabytes = (bytes: number): number => bytes / 1e6;
