import { readFileSync } from 'node:fs';

export interface Zone {
  /** Its abbreviation in the season of the moment: `UTC`, `CET`, `CEST`. */
  readonly name: string;
  /** Seconds east of Greenwich. */
  readonly offsetSeconds: number;
}

/** The time zone of this process: TZ, or /etc/localtime, or UTC, as in the C library. */
export function localZone(now: Date = new Date()): Zone {
  const offsetSeconds = -now.getTimezoneOffset() * 60 || 0; // never -0
  return { name: abbreviation(posixRule(zoneFile()), offsetSeconds), offsetSeconds };
}

function zoneFile(): Buffer | undefined {
  const zone = process.env.TZ;
  if (zone === '') return undefined;
  try {
    return readFileSync(zone === undefined ? '/etc/localtime' : `/usr/share/zoneinfo/${zone}`);
  } catch {
    return undefined;
  }
}

/** The last line of a zone file (tzfile(5)): the rule for the future, as in the environment variable TZ. */
export const posixRule = (file: Buffer | undefined): string | undefined =>
  file?.toString('latin1').trimEnd().split('\n').at(-1);

const NAME = '(?:<([^>]+)>|([A-Za-z]+))';
const RULE = new RegExp(`^${NAME}([+-]?\\d+)(?::(\\d+))?[^A-Za-z<]*(?:${NAME})?`);

/** `CET-1CEST,M3.5.0,M10.5.0/3`: standard time, its hours west of Greenwich, and daylight saving time if there is one. */
export function abbreviation(rule: string | undefined, offsetSeconds: number): string {
  const match = RULE.exec(rule ?? '');
  if (match === null) return 'UTC';
  const [, quoted, plain, hours = '0', minutes = '0', quotedSummer, plainSummer] = match;
  const standard = quoted ?? plain ?? 'UTC';
  const west = (Math.abs(Number(hours)) * 60 + Number(minutes)) * 60 * (hours.startsWith('-') ? -1 : 1);
  return -west === offsetSeconds ? standard : (quotedSummer ?? plainSummer ?? standard);
}
