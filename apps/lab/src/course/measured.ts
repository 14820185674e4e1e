import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LabMeasured, type Measured, parseMeasured } from '@lab/course/lab/runner';
import { formatBytes } from '../output.ts';
import type { Settings } from '../settings.ts';

/** What the labs' own tests have measured; nothing where none has been recorded. */
export function measuredLabs({ root }: Pick<Settings, 'root'>): Measured {
  const file = join(root, 'labs/measured.json');
  return existsSync(file) ? parseMeasured(readFileSync(file, 'utf8')) : {};
}

/** Of the lab and the workbench together. */
export const memoryOf = (seen: LabMeasured | undefined): string =>
  seen === undefined ? '–' : formatBytes(seen.lab_bytes + seen.workbench_bytes);
