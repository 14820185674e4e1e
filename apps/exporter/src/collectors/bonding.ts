import { NoDataError, ParseError } from '../errors.ts';
import { gauge } from '../exposition/metric-family.ts';
import type { Host } from '../host/host.ts';
import type { Collector } from '../registry/collector.ts';

/** Links joined into one device, and how many of them are up (Documentation/networking/bonding.rst). */
export const bonding: Collector = {
  name: 'bonding',
  enabledByDefault: true,
  create: (host) => () => {
    const masters = host.sysfs.textIfPresent('class/net/bonding_masters');
    if (masters === undefined) throw new NoDataError('the bonding module is not loaded');
    const bonds = words(masters).map((master) => {
      const slaves = words(host.sysfs.attribute(`class/net/${master}/bonding/slaves`));
      const active = slaves.filter((slave) => linkState(host, master, slave) === 'up').length;
      return { labels: { master }, slaves: slaves.length, active };
    });
    return [
      gauge(
        'node_bonding_active',
        'Number of active slaves per bonding interface.',
        bonds.map(({ labels, active }) => ({ labels, value: active })),
      ),
      gauge(
        'node_bonding_slaves',
        'Number of configured slaves per bonding interface.',
        bonds.map(({ labels, slaves }) => ({ labels, value: slaves })),
      ),
    ];
  },
};

/** Kernels before 3.9 call the link of a slave `slave_eth0`. */
function linkState(host: Host, master: string, slave: string): string {
  for (const prefix of ['lower', 'slave']) {
    const state = host.sysfs.attributeIfReadable(
      `class/net/${master}/${prefix}_${slave}/bonding_slave/mii_status`,
    );
    if (state !== undefined) return state;
  }
  throw new ParseError(`mii_status of ${slave} in ${master}`, undefined);
}

const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');
