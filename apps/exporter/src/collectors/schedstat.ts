import { NoDataError, ParseError } from '../errors.ts';
import { counter, type Sample } from '../exposition/metric-family.ts';
import { columnsOf, parseNumber } from '../host/parse.ts';
import type { Collector } from '../registry/collector.ts';

const NANOSECONDS_PER_SECOND = 1e9;

/** The last three columns of a CPU's line (Documentation/scheduler/sched-stats.rst). */
const STATISTICS = [
  {
    column: 7,
    divisor: NANOSECONDS_PER_SECOND,
    name: 'running_seconds_total',
    help: 'Number of seconds CPU spent running a process.',
  },
  {
    column: 8,
    divisor: NANOSECONDS_PER_SECOND,
    name: 'waiting_seconds_total',
    help: 'Number of seconds spent by processing waiting for this CPU.',
  },
  { column: 9, divisor: 1, name: 'timeslices_total', help: 'Number of timeslices executed by CPU.' },
] as const;

/** How long tasks ran and waited per CPU from /proc/schedstat. */
export const schedstat: Collector = {
  name: 'schedstat',
  enabledByDefault: true,
  create:
    ({ procfs }) =>
    () => {
      const text = procfs.textIfPresent('schedstat');
      if (text === undefined) throw new NoDataError('this kernel keeps no scheduler statistics');
      const samples = STATISTICS.map((): Sample[] => []);
      for (const line of text.split('\n')) {
        if (!line.startsWith('cpu')) continue;
        const columns = columnsOf(line);
        const cpu = /^cpu(\d+)$/.exec(columns[0] ?? '')?.[1];
        if (cpu === undefined) throw new ParseError('/proc/schedstat', line);
        for (const [index, { column, divisor, name }] of STATISTICS.entries()) {
          const value = parseNumber(columns[column], `/proc/schedstat ${name}`) / divisor;
          samples[index]?.push({ labels: { cpu }, value });
        }
      }
      if (samples[0]?.length === 0) throw new ParseError('/proc/schedstat', text);
      return STATISTICS.map(({ name, help }, index) =>
        counter(`node_schedstat_${name}`, help, samples[index] ?? []),
      );
    },
};
