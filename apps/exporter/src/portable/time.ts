import { gauge } from '../exposition/metric-family.ts';
import type { Collector } from '../registry/collector.ts';
import type { Machine } from './machine.ts';

export const time = ({ os }: Machine): Collector => ({
  name: 'time',
  enabledByDefault: true,
  create:
    ({ now, zone }) =>
    () => {
      const seconds = gauge('node_time_seconds', 'System time in seconds since epoch (1970).', now() / 1000);
      // The abbreviation of a zone comes from its zone file, and Windows has none.
      if (os.platform() === 'win32') return [seconds];
      const { name, offsetSeconds } = zone();
      return [
        seconds,
        gauge('node_time_zone_offset_seconds', 'System time zone offset in seconds.', [
          { labels: { time_zone: name }, value: offsetSeconds },
        ]),
      ];
    },
});
