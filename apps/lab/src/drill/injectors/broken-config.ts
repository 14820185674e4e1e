import { lstatSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fetchText, HttpError } from '@lab/engine-clients';
import { statePaths } from '../../state-dir.ts';
import type { LabUnderDrill } from '../lab-under-drill.ts';
import type { Injector, Of } from './injector.ts';

const BROKEN = 'this is: [not a configuration\n';

/** Puts a configuration in place that cannot be read, and lets the engine find it. */
export function brokenConfig({ engine }: Of<'broken_config'>, lab: LabUnderDrill): Injector {
  const path = join(statePaths(lab.settings)[engine], `${engine}.yml`);
  let restore: (() => void) | undefined;
  return {
    async inject() {
      restore = replace(path);
      await reload(lab.endpoints[engine], true);
    },
    async rollBack() {
      restore?.();
      restore = undefined;
      await reload(lab.endpoints[engine], false);
    },
  };
}

/** @returns what brings back the file, or the link that it was */
function replace(path: string): () => void {
  const isLink = lstatSync(path).isSymbolicLink();
  const before = isLink ? readlinkSync(path) : readFileSync(path, 'utf8');
  rmSync(path); // written through, a link would break the file of the repository
  writeFileSync(path, BROKEN);
  return () => {
    rmSync(path);
    if (isLink) symlinkSync(before, path);
    else writeFileSync(path, before);
  };
}

async function reload(engine: string, isBroken: boolean): Promise<void> {
  try {
    await fetchText(`${engine}/-/reload`, { method: 'POST' });
  } catch (error) {
    // It says that it cannot read it, and keeps what it had.
    if (isBroken && error instanceof HttpError && error.status !== undefined) return;
    throw error;
  }
}
