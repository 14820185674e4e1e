import { NoDataError } from '../errors.ts';
import { counter, gauge, type MetricFamily, type Sample } from '../exposition/metric-family.ts';
import type { FileTree } from '../host/file-tree.ts';
import { parseInteger, parseNumber } from '../host/parse.ts';
import type { Collector } from '../registry/collector.ts';

interface Property {
  readonly file: string;
  readonly make: typeof gauge;
  readonly name: string;
  readonly help: string;
}

const property = (file: string, name: string, make = gauge): Property => ({
  file,
  make,
  name: `node_network_${name}`,
  help: `Network device property: ${name}`,
});

/** Numbers of /sys/class/net/<device> (Documentation/ABI/testing/sysfs-class-net). */
const PROPERTIES: readonly Property[] = [
  property('addr_assign_type', 'address_assign_type'),
  property('carrier', 'carrier'),
  property('carrier_changes', 'carrier_changes_total', counter),
  property('carrier_up_count', 'carrier_up_changes_total', counter),
  property('carrier_down_count', 'carrier_down_changes_total', counter),
  property('dev_id', 'device_id'),
  property('dormant', 'dormant'),
  property('flags', 'flags'),
  property('ifindex', 'iface_id'),
  property('iflink', 'iface_link'),
  property('link_mode', 'iface_link_mode'),
  property('mtu', 'mtu_bytes'),
  property('name_assign_type', 'name_assign_type'),
  property('netdev_group', 'net_dev_group'),
  property('speed', 'speed_bytes'),
  property('tx_queue_len', 'transmit_queue_length'),
  property('type', 'protocol_type'),
];
const SPEED = PROPERTIES.findIndex(({ file }) => file === 'speed');
const FLAGS = PROPERTIES.findIndex(({ file }) => file === 'flags');
const BYTES_PER_MEGABIT = 125_000;
const FLAG_UP = 1; // IFF_UP, netdevice(7)

/** What sysfs says about each network device; attributes that a device does not have, or not now, are absent. */
export const netclass: Collector = {
  name: 'netclass',
  enabledByDefault: true,
  create:
    ({ sysfs }) =>
    () => {
      const devices = deviceNames(sysfs);
      const values = PROPERTIES.map((): Sample[] => []);
      const up: Sample[] = [];
      const info: Sample[] = [];
      for (const device of devices) {
        const folder = `class/net/${device}`;
        const present = new Set(sysfs.names(folder));
        const read = (file: string) =>
          present.has(file) ? sysfs.attributeIfReadable(`${folder}/${file}`) : undefined;
        const numbers = PROPERTIES.map(({ file, make }) => {
          const text = read(file);
          const parse = make === counter ? parseNumber : parseInteger;
          return text === undefined ? undefined : parse(text, `${file} of ${device}`);
        });
        for (const [index, number] of numbers.entries()) {
          if (number === undefined) continue;
          // A speed of -1 is one that is not known; node_exporter shows it as a negative number of bytes.
          const value = index === SPEED ? number * BYTES_PER_MEGABIT : number;
          values[index]?.push({ labels: { device }, value });
        }
        const operstate = read('operstate') ?? '';
        up.push({ labels: { device }, value: Number(operstate === 'up') });
        info.push({
          labels: {
            address: read('address') ?? '',
            adminstate: adminState(numbers[FLAGS]),
            broadcast: read('broadcast') ?? '',
            device,
            duplex: read('duplex') ?? '',
            ifalias: read('ifalias') ?? '',
            operstate,
          },
          value: 1,
        });
      }
      return [
        gauge('node_network_up', "Value is 1 if operstate is 'up', 0 otherwise.", up),
        gauge('node_network_info', 'Non-numeric data from /sys/class/net/<iface>, value is always 1.', info),
        ...PROPERTIES.map(
          ({ make, name, help }, index): MetricFamily => make(name, help, values[index] ?? []),
        ),
      ];
    },
};

/** Drivers put control files beside the devices: `bonding_masters`. */
function deviceNames(sysfs: FileTree): string[] {
  const names = sysfs.namesIfPresent('class/net');
  if (names.length === 0) throw new NoDataError('sysfs has no network devices');
  return names.filter((name) => name !== 'bonding_masters');
}

function adminState(flags: number | undefined): string {
  if (flags === undefined) return 'unknown';
  return (flags & FLAG_UP) === FLAG_UP ? 'up' : 'down';
}
