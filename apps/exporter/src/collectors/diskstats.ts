import { ParseError } from '../errors.ts';
import { counter, gauge, type Sample } from '../exposition/metric-family.ts';
import { columnsOf, linesOf, parseNumber } from '../host/parse.ts';
import type { Collector } from '../registry/collector.ts';
import { type Disk, diskInfoFamilies } from './disk-info.ts';

/** node_exporter's default: partitions repeat what their disk says, RAM disks and loop devices are not storage. */
const EXCLUDED_DEVICES = /^(z?ram|loop|fd|(h|s|v|xv)d[a-z]|nvme\d+n\d+p)\d+$/;

const BYTES_PER_SECTOR = 512; // of the kernel's statistics, whatever the device's own sectors are
const MILLISECONDS_PER_SECOND = 1000;

interface Column {
  readonly make: typeof counter;
  readonly name: string;
  readonly help: string;
  readonly unit: (value: number) => number;
}

const count = (value: number): number => value;
const bytes = (value: number): number => value * BYTES_PER_SECTOR;
const seconds = (value: number): number => value / MILLISECONDS_PER_SECOND;

const column = (make: typeof counter, name: string, help: string, unit: Column['unit']): Column => ({
  make,
  name: `node_disk_${name}`,
  help,
  unit,
});

/** In the order of Documentation/admin-guide/iostats.rst: discards since Linux 4.18, flushes since 5.5. */
const COLUMNS: readonly Column[] = [
  column(counter, 'reads_completed_total', 'The total number of reads completed successfully.', count),
  column(counter, 'reads_merged_total', 'The total number of reads merged.', count),
  column(counter, 'read_bytes_total', 'The total number of bytes read successfully.', bytes),
  column(counter, 'read_time_seconds_total', 'The total number of seconds spent by all reads.', seconds),
  column(counter, 'writes_completed_total', 'The total number of writes completed successfully.', count),
  column(counter, 'writes_merged_total', 'The number of writes merged.', count),
  column(counter, 'written_bytes_total', 'The total number of bytes written successfully.', bytes),
  column(
    counter,
    'write_time_seconds_total',
    'This is the total number of seconds spent by all writes.',
    seconds,
  ),
  column(gauge, 'io_now', 'The number of I/Os currently in progress.', count),
  column(counter, 'io_time_seconds_total', 'Total seconds spent doing I/Os.', seconds),
  column(counter, 'io_time_weighted_seconds_total', 'The weighted # of seconds spent doing I/Os.', seconds),
  column(counter, 'discards_completed_total', 'The total number of discards completed successfully.', count),
  column(counter, 'discards_merged_total', 'The total number of discards merged.', count),
  column(counter, 'discarded_sectors_total', 'The total number of sectors discarded successfully.', count),
  column(
    counter,
    'discard_time_seconds_total',
    'This is the total number of seconds spent by all discards.',
    seconds,
  ),
  column(counter, 'flush_requests_total', 'The total number of flush requests completed successfully', count),
  column(
    counter,
    'flush_requests_time_seconds_total',
    'This is the total number of seconds spent by all flush requests.',
    seconds,
  ),
];
const FEWEST_COLUMNS = COLUMNS.findIndex(({ name }) => name === 'node_disk_discards_completed_total');

/** Reads and writes per disk from /proc/diskstats, only the columns that this kernel has, and what udev knows about it. */
export const diskstats: Collector = {
  name: 'diskstats',
  enabledByDefault: true,
  create: (host) => () => {
    const samples = COLUMNS.map((): Sample[] => []);
    const disks: Disk[] = [];
    for (const line of linesOf(host.procfs.text('diskstats'))) {
      const [major = '', minor = '', device, ...values] = columnsOf(line);
      if (device === undefined || values.length < FEWEST_COLUMNS)
        throw new ParseError('/proc/diskstats', line);
      if (EXCLUDED_DEVICES.test(device)) continue;
      const labels = { device };
      for (const [index, text] of values.slice(0, COLUMNS.length).entries()) {
        const value = COLUMNS[index]?.unit(parseNumber(text, `/proc/diskstats ${device}`));
        if (value !== undefined) samples[index]?.push({ labels, value });
      }
      disks.push({ device, major, minor });
    }
    return [
      ...COLUMNS.map(({ make, name, help }, index) => make(name, help, samples[index] ?? [])),
      ...diskInfoFamilies(host, disks),
    ];
  },
};
