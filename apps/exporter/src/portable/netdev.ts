import { counter } from '../exposition/metric-family.ts';
import type { Collector } from '../registry/collector.ts';
import { FreshAnswer, SCRAPED } from './fresh-answer.ts';
import { type Answers, known } from './library.ts';
import type { Machine } from './machine.ts';

type Device = Answers['networkStats'][number];
type Count = 'rx_bytes' | 'tx_bytes' | 'rx_errors' | 'tx_errors' | 'rx_dropped' | 'tx_dropped';

const STATISTICS: readonly (readonly [statistic: string, count: Count])[] = [
  ['receive_bytes', 'rx_bytes'],
  ['transmit_bytes', 'tx_bytes'],
  ['receive_errs', 'rx_errors'],
  ['transmit_errs', 'tx_errors'],
];
/** On macOS the library shows one column of netstat(1) as both, which cannot be true of both. */
const DROPS: typeof STATISTICS = [
  ['receive_drop', 'rx_dropped'],
  ['transmit_drop', 'tx_dropped'],
];

/** Traffic and errors per network device that has an address. The library counts no packets. */
export const netdev = ({ os, library }: Machine): Collector => ({
  name: 'netdev',
  enabledByDefault: true,
  create: () => {
    const answer = new FreshAnswer(() => library.ask('networkStats'), SCRAPED);
    const statistics = os.platform() === 'darwin' ? STATISTICS : [...STATISTICS, ...DROPS];
    return async () => {
      const devices = devicesOf(await answer.get());
      return statistics.map(([statistic, count]) =>
        counter(
          `node_network_${statistic}_total`,
          `Network device statistic ${statistic}.`,
          [...devices].flatMap(([device, counts]) => {
            const value = counts[count];
            return isCount(value) ? [{ labels: { device }, value }] : [];
          }),
        ),
      );
    };
  },
});

/** A device that never received or sent anything looks just like one that the library could not ask, so both are left out. */
function devicesOf(answer: Answers['networkStats']): Map<string, Device> {
  const devices = new Map<string, Device>();
  for (const device of answer) {
    const name = known(device.iface);
    if (name !== undefined && (device.rx_bytes || device.tx_bytes)) devices.set(name, device);
  }
  return devices;
}

const isCount = (value: number | null | undefined): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0;
