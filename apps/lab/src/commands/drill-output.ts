import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { styleText } from 'node:util';
import type { Journal } from '../drill/journal.ts';
import type { Tell } from '../drill/run-drill.ts';
import { LabError } from '../errors.ts';
import type { CommandContext } from '../main.ts';
import type { Settings } from '../settings.ts';

export const speaker =
  ({ output }: CommandContext): Tell =>
  (text) =>
    output.line(`  ${styleText('dim', text)}`);

/** @param startedAt ISO 8601 */
export const journalFolder = ({ stateDir }: Settings, startedAt: string): string =>
  join(drillsFolder(stateDir), startedAt.replaceAll(':', '-'));

const drillsFolder = (stateDir: string): string => join(stateDir, 'drills');

/** @throws LabError where nothing has been drilled yet */
export function lastJournal({ stateDir }: Settings): Journal {
  const folder = drillsFolder(stateDir);
  const journals = (existsSync(folder) ? readdirSync(folder) : [])
    .sort()
    .map((name) => join(folder, name, 'journal.json'))
    .filter((path) => existsSync(path));
  const path = journals.at(-1);
  if (path === undefined)
    throw new LabError('NO_JOURNAL', 'nothing has been drilled yet', './lab drill --all drills every fault');
  return JSON.parse(readFileSync(path, 'utf8')) as Journal;
}

export function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** The report as a page, and beside it what it was made of. */
export function writeReport(path: string, page: string, journal: object): void {
  write(path, page);
  write(path.replace(/(\.md)?$/, '.json'), `${JSON.stringify(journal, undefined, 2)}\n`);
}
