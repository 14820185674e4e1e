import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const HEADER = /^=== (?<path>\S+?)(?: -> (?<target>\S+)|:(?: (?<value>.*))?)?$/;
const unpacked = new Map<string, string>();

/**
 * Lays the files of a machine out in a folder of their own, once per process, for they are what the kernel shows as
 * hundreds of files. One text has them all:
 *
 *     === proc/loadavg: 0.52 1.04 2.61 3/1204 30411
 *     === proc/stat
 *     cpu  9100 …
 *     cpu0 4500 …
 *     === sys/class/hwmon/hwmon0 -> ../../devices/platform/coretemp.0/hwmon/hwmon0
 *
 * @param file path of that text
 * @returns path of the folder, which ends with the process
 */
export function unpackMachine(file: string): string {
  const known = unpacked.get(file);
  if (known !== undefined) return known;
  const folder = mkdtempSync(join(tmpdir(), 'machine-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const section of readFileSync(file, 'utf8').split(/^(?==== )/m)) unpackSection(folder, section);
  unpacked.set(file, folder);
  return folder;
}

function unpackSection(folder: string, section: string): void {
  const end = section.indexOf('\n');
  const { path, target, value } = HEADER.exec(section.slice(0, end))?.groups ?? {};
  if (path === undefined) throw new Error(`not the header of a file: ${section.slice(0, end)}`);
  const destination = join(folder, path);
  mkdirSync(dirname(destination), { recursive: true });
  if (target !== undefined) symlinkSync(target, destination);
  else writeFileSync(destination, section.slice(end + 1) || `${value ?? ''}\n`);
}
