import type * as os from 'node:os';
import type { Library } from './library.ts';

/** Node's own view of the machine; the platform decides which names it fills. */
export type NodeOs = Pick<
  typeof os,
  | 'cpus'
  | 'freemem'
  | 'hostname'
  | 'loadavg'
  | 'machine'
  | 'platform'
  | 'release'
  | 'totalmem'
  | 'type'
  | 'uptime'
  | 'version'
>;

/** What the collectors of other systems than Linux ask, in place of /proc and /sys. */
export interface Machine {
  readonly os: NodeOs;
  readonly library: Library;
}
