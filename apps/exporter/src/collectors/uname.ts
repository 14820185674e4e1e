import { gauge } from '../exposition/metric-family.ts';
import type { Collector } from '../registry/collector.ts';

/**
 * uname(2), read from /proc/sys/kernel. Dashboard 1860 fills its variables from this series: without it, nothing on
 * it shows.
 */
export const uname: Collector = {
  name: 'uname',
  enabledByDefault: true,
  create: (host) => async () => {
    const read = async (name: string) => (await host.procfs.read(`sys/kernel/${name}`)).trim();
    const [domainname, nodename, release, sysname, version, arch] = await Promise.all([
      read('domainname'),
      read('hostname'),
      read('osrelease'),
      read('ostype'),
      read('version'),
      host.procfs.readIfPresent('sys/kernel/arch'),
    ]);
    const machine = arch?.trim() ?? host.machine;
    return [
      gauge('node_uname_info', 'Labeled system information as provided by the uname system call.', [
        { labels: { domainname, machine, nodename, release, sysname, version }, value: 1 },
      ]),
    ];
  },
};
