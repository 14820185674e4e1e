import { ParseError } from '../errors.ts';
import type { Host } from './host.ts';
import { columnsOf, linesOf } from './parse.ts';

export interface Mount {
  readonly device: string;
  /** As the machine sees it: without the prefix under which a container sees it. */
  readonly mountPoint: string;
  readonly type: string;
  readonly readonly: boolean;
}

/** The mounts of the first process, or of this one where the first is out of sight. */
export async function readMounts(host: Host): Promise<Mount[]> {
  let text: string;
  try {
    text = await host.procfs.read('1/mounts');
  } catch {
    text = await host.procfs.read('self/mounts');
  }
  return linesOf(text).map((line) => parseMount(line, host.rootfs.root));
}

/** One line of proc_pid_mounts(5), which is fstab(5)'s format. */
export function parseMount(line: string, rootfs: string): Mount {
  const [device, mountPoint, type, options] = columnsOf(line);
  if (device === undefined || mountPoint === undefined || type === undefined || options === undefined)
    throw new ParseError('/proc/1/mounts', line);
  return {
    device: decodeOctal(device),
    mountPoint: withoutPrefix(decodeOctal(mountPoint), rootfs),
    type,
    readonly: options.split(',').includes('ro'),
  };
}

/** Blanks, tabs, line ends and backslashes are written as octal numbers. */
const decodeOctal = (text: string): string =>
  text.replaceAll(/\\([0-7]{3})/g, (_match, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));

function withoutPrefix(path: string, prefix: string): string {
  if (path === prefix) return '/';
  return prefix !== '/' && path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : path;
}
