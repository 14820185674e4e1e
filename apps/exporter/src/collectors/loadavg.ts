import { gauge } from '../exposition/metric-family.ts';
import { columnsOf, parseNumber } from '../host/parse.ts';
import type { Collector } from '../registry/collector.ts';

/** Load averages from /proc/loadavg (proc_loadavg(5)). */
export const loadavg: Collector = {
  name: 'loadavg',
  enabledByDefault: true,
  create:
    ({ procfs }) =>
    () => {
      const [load1, load5, load15] = columnsOf(procfs.text('loadavg'));
      return [
        gauge('node_load1', '1m load average.', parseNumber(load1, '/proc/loadavg 1m')),
        gauge('node_load5', '5m load average.', parseNumber(load5, '/proc/loadavg 5m')),
        gauge('node_load15', '15m load average.', parseNumber(load15, '/proc/loadavg 15m')),
      ];
    },
};
