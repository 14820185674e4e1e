import { gauge } from '../exposition/metric-family.ts';
import type { Collector } from '../registry/collector.ts';

/** The machine's clock, to be compared with that of Prometheus. */
export const time: Collector = {
  name: 'time',
  enabledByDefault: true,
  create: (host) => async () => [
    gauge('node_time_seconds', 'System time in seconds since epoch (1970).', host.now() / 1000),
  ],
};
