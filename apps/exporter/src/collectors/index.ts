import type { Collector } from '../registry/collector.ts';
import { cpu } from './cpu.ts';
import { diskstats } from './diskstats.ts';
import { filefd } from './filefd.ts';
import { filesystem } from './filesystem.ts';
import { loadavg } from './loadavg.ts';
import { meminfo } from './meminfo.ts';
import { netdev } from './netdev.ts';
import { os } from './os.ts';
import { pressure } from './pressure.ts';
import { sockstat } from './sockstat.ts';
import { stat } from './stat.ts';
import { time } from './time.ts';
import { uname } from './uname.ts';
import { vmstat } from './vmstat.ts';

/** Every collector of the host, by name. */
export const COLLECTORS: readonly Collector[] = [
  cpu,
  diskstats,
  filefd,
  filesystem,
  loadavg,
  meminfo,
  netdev,
  os,
  pressure,
  sockstat,
  stat,
  time,
  uname,
  vmstat,
];
