import { ParseError } from '../errors.ts';
import type { Host } from './host.ts';
import { linesOf } from './parse.ts';

export interface Mount {
  readonly device: string;
  readonly major: string;
  readonly minor: string;
  /** As the machine sees it: without the prefix under which a container sees it. */
  readonly mountPoint: string;
  readonly type: string;
  readonly readonly: boolean;
}

/** Columns up to the optional fields, of which there are any number before the separator. */
const FIRST_OPTIONAL_COLUMN = 6;

/** The mounts of the first process, or of this one where the first is out of sight. */
export function readMounts(host: Host): Mount[] {
  const text = textOfFirst(host) ?? host.procfs.text('self/mountinfo');
  return linesOf(text).map((line) => parseMount(line, host.rootfs.root));
}

function textOfFirst(host: Host): string | undefined {
  try {
    return host.procfs.text('1/mountinfo');
  } catch {
    return undefined; // another user's process, behind `hidepid`
  }
}

/** One line of proc_pid_mountinfo(5): `id parent major:minor root mountpoint options [optional…] - type device options`. */
export function parseMount(line: string, rootfs: string): Mount {
  const columns = line.split(' ');
  const separator = columns.indexOf('-', FIRST_OPTIONAL_COLUMN);
  const [major, minor, ...others] = (columns[2] ?? '').split(':');
  const [mountPoint, options] = columns.slice(4);
  const [type, device, superOptions] = columns.slice(separator + 1);
  if (
    separator === -1 ||
    !isNumber(major) ||
    !isNumber(minor) ||
    others.length > 0 ||
    mountPoint === undefined ||
    type === undefined ||
    device === undefined ||
    superOptions === undefined
  )
    throw new ParseError('/proc/1/mountinfo', line);
  return {
    device,
    major,
    minor,
    mountPoint: withoutPrefix(decodeOctal(mountPoint), rootfs),
    type,
    // Of the mount, of the filesystem below it, or of one that had to be stopped.
    readonly: /(^|,)(ro|emergency_ro)(,|$)/.test(`${options},${superOptions}`),
  };
}

const isNumber = (text: string | undefined): text is string => text !== undefined && /^\d+$/.test(text);

/** Blanks, tabs, line ends and backslashes are written as octal numbers. */
const decodeOctal = (text: string): string =>
  text.replaceAll(/\\([0-7]{3})/g, (_match, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));

function withoutPrefix(path: string, prefix: string): string {
  if (path === prefix) return '/';
  return prefix !== '/' && path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : path;
}
