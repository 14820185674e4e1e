import { gauge } from '../exposition/metric-family.ts';
import type { Collector } from '../registry/collector.ts';

/**
 * uname(2), read from /proc/sys/kernel. Dashboard 1860 fills its variables from this series: without it, nothing on
 * it shows.
 */
export const uname: Collector = {
  name: 'uname',
  enabledByDefault: true,
  create:
    ({ procfs, machine }) =>
    () => {
      const read = (name: string) => procfs.text(`sys/kernel/${name}`).trim();
      const labels = {
        domainname: read('domainname'),
        machine: procfs.textIfPresent('sys/kernel/arch')?.trim() ?? machine,
        nodename: read('hostname'),
        release: read('osrelease'),
        sysname: read('ostype'),
        version: read('version'),
      };
      return [
        gauge('node_uname_info', 'Labeled system information as provided by the uname system call.', [
          { labels, value: 1 },
        ]),
      ];
    },
};
