import { ParseError } from '../errors.ts';
import { gauge } from '../exposition/metric-family.ts';
import { columnsOf, linesOf } from '../host/parse.ts';
import type { Collector } from '../registry/collector.ts';

const DEVICE_COLUMN = 5;

/** Neighbours per network device from /proc/net/arp (proc_pid_net(5)). */
export const arp: Collector = {
  name: 'arp',
  enabledByDefault: true,
  create: (host) => () => {
    const [header, ...lines] = linesOf(host.procfs.text('net/arp'));
    if (header === undefined) throw new ParseError('/proc/net/arp', header);
    const entries = new Map<string, number>();
    for (const line of lines) {
      const device = columnsOf(line)[DEVICE_COLUMN];
      if (device === undefined) throw new ParseError('/proc/net/arp', line);
      entries.set(device, (entries.get(device) ?? 0) + 1);
    }
    return [
      gauge(
        'node_arp_entries',
        'ARP entries by device',
        [...entries].map(([device, value]) => ({ labels: { device }, value })),
      ),
    ];
  },
};
