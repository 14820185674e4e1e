import { NoDataError } from '../errors.ts';
import { counter, gauge, type MetricFamily } from '../exposition/metric-family.ts';
import type { Collector } from '../registry/collector.ts';
import { FreshAnswer, SCRAPED } from './fresh-answer.ts';
import { type Answers, positive } from './library.ts';
import type { Machine, NodeOs } from './machine.ts';
import { parseVmStat } from './vm-stat.ts';

/** Name after `node_memory_`, and bytes where they are known. */
type Sizes = readonly (readonly [name: string, bytes: number | undefined])[];

/** Memory, under the names that node_exporter has for macOS, and those of Linux that mean the same on Windows. */
export const meminfo = ({ os, library }: Machine): Collector => ({
  name: 'meminfo',
  enabledByDefault: true,
  create: () => {
    const swap = new FreshAnswer(() => library.ask('mem'), SCRAPED);
    const pages = new FreshAnswer(() => library.ask('vmStat'), SCRAPED);
    return async () => {
      switch (os.platform()) {
        case 'darwin': {
          const [memory, vmStat] = await Promise.all([swap.get(), pages.get()]);
          return families(macSizes(os, memory, parseVmStat(vmStat)));
        }
        case 'win32':
          return families(windowsSizes(os, await swap.get()));
        default:
          throw new NoDataError(`no names for the memory of ${os.platform()}`);
      }
    };
  },
});

function macSizes(os: NodeOs, { swaptotal, swapused }: Answers['mem'], vmStat: Map<string, number>): Sizes {
  const free = vmStat.get('Pages free');
  const speculative = vmStat.get('Pages speculative');
  const swapTotal = positive(swaptotal);
  return [
    ['total_bytes', os.totalmem()],
    // vm_stat takes the pages that were read ahead out of those that the kernel counts as free.
    ['free_bytes', free === undefined || speculative === undefined ? undefined : free + speculative],
    ['active_bytes', vmStat.get('Pages active')],
    ['inactive_bytes', vmStat.get('Pages inactive')],
    ['wired_bytes', vmStat.get('Pages wired down')],
    ['compressed_bytes', vmStat.get('Pages occupied by compressor')],
    ['purgeable_bytes', vmStat.get('Pages purgeable')],
    ['internal_bytes', vmStat.get('Anonymous pages')],
    ['swapped_in_bytes_total', vmStat.get('Pageins')],
    ['swapped_out_bytes_total', vmStat.get('Pageouts')],
    ['swap_total_bytes', swapTotal],
    ['swap_used_bytes', swapTotal === undefined ? undefined : swapused],
  ];
}

function windowsSizes(os: NodeOs, { swaptotal, swapfree }: Answers['mem']): Sizes {
  const swapTotal = positive(swaptotal);
  return [
    ['MemTotal_bytes', os.totalmem()],
    // GlobalMemoryStatusEx counts what can be had without swapping, caches included: not MemFree.
    ['MemAvailable_bytes', os.freemem()],
    ['SwapTotal_bytes', swapTotal],
    ['SwapFree_bytes', swapTotal === undefined ? undefined : swapfree],
  ];
}

const families = (sizes: Sizes): MetricFamily[] =>
  sizes.flatMap(([name, bytes]) => {
    if (bytes === undefined) return [];
    const family = name.endsWith('_total') ? counter : gauge;
    return [family(`node_memory_${name}`, `Memory information field ${name}.`, bytes)];
  });
