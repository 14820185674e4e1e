import { ParseError } from '../errors.ts';
import { counter, gauge, type Sample } from '../exposition/metric-family.ts';
import { columnsOf, linesOf, parseHexadecimal } from '../host/parse.ts';
import type { Collector } from '../registry/collector.ts';

/** Columns of /proc/net/softnet_stat (net/core/net-procfs.c); old kernels end earlier, and node_exporter says 0 then. */
const STATISTICS = [
  { column: 0, make: counter, name: 'processed_total', help: 'Number of processed packets' },
  { column: 1, make: counter, name: 'dropped_total', help: 'Number of dropped packets' },
  {
    column: 2,
    make: counter,
    name: 'times_squeezed_total',
    help: 'Number of times processing packets ran out of quota',
  },
  {
    column: 8,
    make: counter,
    name: 'cpu_collision_total',
    help: 'Number of collision occur while obtaining device lock while transmitting',
  },
  { column: 9, make: counter, name: 'received_rps_total', help: 'Number of times cpu woken up received_rps' },
  {
    column: 10,
    make: counter,
    name: 'flow_limit_count_total',
    help: 'Number of times flow limit has been reached',
  },
  { column: 11, make: gauge, name: 'backlog_len', help: 'Softnet backlog status' },
] as const;
const FEWEST_COLUMNS = 9;
/** Since Linux 5.10 a line tells its CPU, together with the length of the backlog. */
const CPU_COLUMN = 12;
const BACKLOG_COLUMN = 11;

/** Packets that left the network cards' queues, per CPU. */
export const softnet: Collector = {
  name: 'softnet',
  enabledByDefault: true,
  create:
    ({ procfs }) =>
    () => {
      const samples = STATISTICS.map((): Sample[] => []);
      for (const [position, line] of linesOf(procfs.text('net/softnet_stat')).entries()) {
        const columns = columnsOf(line);
        if (columns.length < FEWEST_COLUMNS) throw new ParseError('/proc/net/softnet_stat', line);
        const tellsCpu = columns.length > CPU_COLUMN;
        const cpu = String(tellsCpu ? parseHexadecimal(columns[CPU_COLUMN], 'softnet_stat') : position);
        for (const [index, { column }] of STATISTICS.entries()) {
          const told = column < columns.length && (column !== BACKLOG_COLUMN || tellsCpu);
          const value = told ? parseHexadecimal(columns[column], 'softnet_stat') : 0;
          samples[index]?.push({ labels: { cpu }, value });
        }
      }
      if (samples[0]?.length === 0) throw new ParseError('/proc/net/softnet_stat', '');
      return STATISTICS.map(({ make, name, help }, index) =>
        make(`node_softnet_${name}`, help, samples[index] ?? []),
      );
    },
};
