import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { styleText } from 'node:util';
import type { Tell } from '../drill/run-drill.ts';
import type { CommandContext } from '../main.ts';
import type { Settings } from '../settings.ts';

export const speaker =
  ({ output }: CommandContext): Tell =>
  (text) =>
    output.line(`  ${styleText('dim', text)}`);

/** @param startedAt ISO 8601 */
export const journalFolder = ({ stateDir }: Settings, startedAt: string): string =>
  join(stateDir, 'drills', startedAt.replaceAll(':', '-'));

export function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
