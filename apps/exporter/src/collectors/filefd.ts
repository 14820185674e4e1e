import { gauge } from '../exposition/metric-family.ts';
import { columnsOf, parseNumber } from '../host/parse.ts';
import type { Collector } from '../registry/collector.ts';

/** Open file handles of the whole machine from /proc/sys/fs/file-nr; the second column is always 0 since Linux 2.6. */
export const filefd: Collector = {
  name: 'filefd',
  enabledByDefault: true,
  create:
    ({ procfs }) =>
    () => {
      const [allocated, , maximum] = columnsOf(procfs.text('sys/fs/file-nr'));
      return [
        gauge(
          'node_filefd_allocated',
          'File descriptor statistics: allocated.',
          parseNumber(allocated, 'file-nr allocated'),
        ),
        gauge(
          'node_filefd_maximum',
          'File descriptor statistics: maximum.',
          parseNumber(maximum, 'file-nr maximum'),
        ),
      ];
    },
};
