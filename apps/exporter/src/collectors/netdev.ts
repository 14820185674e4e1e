import { ParseError } from '../errors.ts';
import { counter, type MetricFamily, type Sample } from '../exposition/metric-family.ts';
import { columnsOf, linesOf, parseNumber } from '../host/parse.ts';
import type { Collector } from '../registry/collector.ts';

/** Traffic and errors per network device from /proc/net/dev, named by the header of that file. */
export const netdev: Collector = {
  name: 'netdev',
  enabledByDefault: true,
  create:
    ({ procfs, sysfs }) =>
    () => {
      const { columns, devices } = parseNetDev(procfs.text('net/dev'));
      const families = columns.map((column, index) =>
        family(
          column,
          [...devices].map(([device, values]) => ({ labels: { device }, value: values[index] ?? 0 })),
        ),
      );
      // Only sysfs has this counter: packets of a protocol that nobody listens to.
      const unhandled = [...devices.keys()].flatMap((device): Sample[] => {
        const text = sysfs.attributeIfReadable(`class/net/${device}/statistics/rx_nohandler`);
        return text === undefined
          ? []
          : [{ labels: { device }, value: parseNumber(text, `rx_nohandler of ${device}`) }];
      });
      return [...families, family('receive_nohandler', unhandled)];
    },
};

const family = (statistic: string, samples: readonly Sample[]): MetricFamily =>
  counter(`node_network_${statistic}_total`, `Network device statistic ${statistic}.`, samples);

interface NetDev {
  /** `receive_bytes`, … `transmit_compressed`. */
  readonly columns: readonly string[];
  readonly devices: ReadonlyMap<string, readonly number[]>;
}

export function parseNetDev(text: string): NetDev {
  const [, header = '', ...lines] = linesOf(text);
  const [, receive, transmit] = header.split('|');
  if (receive === undefined || transmit === undefined) throw new ParseError('/proc/net/dev header', header);
  const columns = [
    ...columnsOf(receive).map((name) => `receive_${name}`),
    ...columnsOf(transmit).map((name) => `transmit_${name}`),
  ];
  const devices = new Map<string, readonly number[]>();
  for (const line of lines) {
    // The name may hold colons itself (eth0:1), and large numbers follow its own colon without a space.
    const [, device, rest = ''] = /^\s*(\S+):\s*([\d\s]*)$/.exec(line) ?? [];
    const values = columnsOf(rest);
    if (device === undefined || values.length !== columns.length) throw new ParseError('/proc/net/dev', line);
    devices.set(
      device,
      values.map((value) => parseNumber(value, `/proc/net/dev ${device}`)),
    );
  }
  return { columns, devices };
}
