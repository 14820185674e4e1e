import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const RETRY_MS = 500;
const LIMIT_MS = 10 * 60_000;

/**
 * One build at a time in a checkout: two labs may run from it. A lock whose owner has died is taken over.
 * @returns gives the lock back
 * @throws {Error} after ten minutes of another build
 */
export async function takeBuildLock(folder: string): Promise<() => void> {
  const deadline = Date.now() + LIMIT_MS;
  for (;;) {
    try {
      mkdirSync(folder);
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      if (ownerIsDead(folder)) rmSync(folder, { recursive: true, force: true });
      else if (Date.now() > deadline) throw new Error(`another build has held ${folder} for ten minutes`);
      else await sleep(RETRY_MS);
    }
  }
  writeFileSync(join(folder, 'pid'), String(process.pid));
  return () => rmSync(folder, { recursive: true, force: true });
}

function ownerIsDead(folder: string): boolean {
  try {
    process.kill(Number(readFileSync(join(folder, 'pid'), 'utf8')), 0);
    return false;
  } catch (error) {
    // No such process. A lock without a pid yet is a moment old.
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
