import { ParseError } from '../errors.ts';
import { gauge, type MetricFamily } from '../exposition/metric-family.ts';
import { parseNumber } from '../host/parse.ts';
import type { Collector } from '../registry/collector.ts';

/** Fields of /proc/meminfo (proc_meminfo(5)) in kB. New kernels have more; node_exporter shows these. */
const SIZES = [
  ...['MemTotal', 'MemFree', 'MemAvailable', 'Buffers', 'Cached', 'SwapCached', 'Active', 'Inactive'],
  ...['Active(anon)', 'Inactive(anon)', 'Active(file)', 'Inactive(file)', 'Unevictable', 'Mlocked'],
  ...['SwapTotal', 'SwapFree', 'Zswap', 'Zswapped', 'Dirty', 'Writeback', 'AnonPages', 'Mapped', 'Shmem'],
  ...['Slab', 'SReclaimable', 'SUnreclaim', 'KernelStack', 'PageTables', 'NFS_Unstable', 'Bounce'],
  ...['WritebackTmp', 'CommitLimit', 'Committed_AS', 'VmallocTotal', 'VmallocUsed', 'VmallocChunk', 'Percpu'],
  ...['HardwareCorrupted', 'AnonHugePages', 'ShmemHugePages', 'ShmemPmdMapped', 'CmaTotal', 'CmaFree'],
  ...['Hugepagesize', 'DirectMap4k', 'DirectMap2M', 'DirectMap1G'],
];
const PAGE_COUNTS = ['HugePages_Total', 'HugePages_Free', 'HugePages_Rsvd', 'HugePages_Surp'];
const BYTES_PER_KILOBYTE = 1024;

interface Field {
  readonly name: string;
  readonly help: string;
  readonly unit: '' | ' kB';
  readonly factor: number;
}

// Active(anon) is the one spelling that a metric name cannot have.
const nameOf = (field: string): string => field.replace('(', '_').replace(')', '');
const fieldOf = (name: string, unit: Field['unit'], factor: number): Field => ({
  name: `node_memory_${name}`,
  help: `Memory information field ${name}.`,
  unit,
  factor,
});
const FIELDS: ReadonlyMap<string, Field> = new Map([
  ...SIZES.map((field): [string, Field] => [
    field,
    fieldOf(`${nameOf(field)}_bytes`, ' kB', BYTES_PER_KILOBYTE),
  ]),
  ...PAGE_COUNTS.map((field): [string, Field] => [field, fieldOf(field, '', 1)]),
]);

/** Memory of the machine. */
export const meminfo: Collector = {
  name: 'meminfo',
  enabledByDefault: true,
  create:
    ({ procfs }) =>
    () => {
      const families: MetricFamily[] = [];
      const text = procfs.text('meminfo');
      for (const line of text.split('\n')) {
        const colon = line.indexOf(':');
        const field = FIELDS.get(line.slice(0, colon));
        if (colon === -1 && line !== '') throw new ParseError('/proc/meminfo', line);
        if (field === undefined) continue;
        const { name, help, unit, factor } = field;
        if (!line.endsWith(unit)) throw new ParseError('/proc/meminfo', line);
        const value = line.slice(colon + 1, unit === '' ? undefined : -unit.length).trimStart();
        families.push(gauge(name, help, parseNumber(value, `/proc/meminfo ${name}`) * factor));
      }
      if (families.length === 0) throw new ParseError('/proc/meminfo', text);
      return families;
    },
};
