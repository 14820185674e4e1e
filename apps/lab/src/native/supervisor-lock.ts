import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { identify, isAlive, type ProcessIdentity } from './process-identity.ts';

/** Makes this process the only supervisor of a state folder. false where another one lives. */
export function claimPidFile(path: string): boolean {
  const self = identify(process.pid);
  if (self === undefined) throw new Error('this process cannot find itself in the process table');
  for (;;) {
    try {
      writeFileSync(path, JSON.stringify(self), { flag: 'wx' });
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = readPidFile(path);
    if (holder !== undefined && isAlive(holder)) return false;
    rmSync(path, { force: true });
  }
}

export function readPidFile(path: string): ProcessIdentity | undefined {
  try {
    const { pid, started } = JSON.parse(readFileSync(path, 'utf8')) as Partial<ProcessIdentity>;
    return pid === undefined || started === undefined ? undefined : { pid, started };
  } catch {
    return undefined;
  }
}
