import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { statePaths } from '../../state-dir.ts';
import type { LabUnderDrill } from '../lab-under-drill.ts';
import type { Injector, Of } from './injector.ts';

/** Empties a job's target list. Prometheus watches the file. */
export function noTargets({ job }: Of<'no_targets'>, { settings }: LabUnderDrill): Injector {
  const path = join(statePaths(settings).prometheus, 'targets', `${job}.json`);
  let before: string | undefined;
  // Prometheus must never see half a file.
  const write = (text: string): void => {
    writeFileSync(`${path}.new`, text);
    renameSync(`${path}.new`, path);
  };
  return {
    async inject() {
      before = readFileSync(path, 'utf8');
      write('[]');
    },
    async rollBack() {
      if (before !== undefined) write(before);
      before = undefined;
    },
  };
}
