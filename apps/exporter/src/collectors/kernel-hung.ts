import { NoDataError } from '../errors.ts';
import { counter } from '../exposition/metric-family.ts';
import { parseNumber } from '../host/parse.ts';
import type { Collector } from '../registry/collector.ts';

/** Tasks that did not move for minutes, which Linux counts since 6.13. */
export const kernelHung: Collector = {
  name: 'kernel_hung',
  enabledByDefault: true,
  create:
    ({ procfs }) =>
    () => {
      const count = procfs.textIfPresent('sys/kernel/hung_task_detect_count');
      if (count === undefined) throw new NoDataError('this kernel does not count hung tasks');
      return [
        counter(
          'node_kernel_hung_tasks_total',
          'Total number of tasks that have been detected as hung since the system booted.',
          parseNumber(count.trim(), 'hung_task_detect_count'),
        ),
      ];
    },
};
