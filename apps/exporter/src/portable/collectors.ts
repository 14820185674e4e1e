import type { Collector } from '../registry/collector.ts';
import { boottime } from './boottime.ts';
import { cpu } from './cpu.ts';
import { filesystem } from './filesystem.ts';
import { inventory } from './inventory.ts';
import { loadavg } from './loadavg.ts';
import type { Machine } from './machine.ts';
import { meminfo } from './meminfo.ts';
import { netdev } from './netdev.ts';
import { os } from './os.ts';
import { time } from './time.ts';
import { uname } from './uname.ts';

/** Every collector for systems that have neither /proc nor /sys. */
export const portableCollectors = (machine: Machine): readonly Collector[] => [
  boottime(machine),
  cpu(machine),
  filesystem(machine),
  inventory(machine.library),
  loadavg(machine),
  meminfo(machine),
  netdev(machine),
  os(machine),
  time(machine),
  uname(machine),
];
