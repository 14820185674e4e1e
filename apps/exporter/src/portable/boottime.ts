import { gauge } from '../exposition/metric-family.ts';
import type { Collector } from '../registry/collector.ts';
import type { Machine } from './machine.ts';

/** The collector and its help as in node_exporter's for the BSDs, to which macOS belongs; Node knows whole seconds only. */
export const boottime = ({ os }: Machine): Collector => ({
  name: 'boottime',
  enabledByDefault: true,
  create: ({ now }) => {
    let bootSeconds: number | undefined; // once: two clocks' rounding would look like a reboot
    return () => {
      bootSeconds ??= Math.round(now() / 1000 - os.uptime());
      return [
        gauge('node_boot_time_seconds', 'Unix time of last boot, including microseconds.', bootSeconds),
      ];
    };
  },
});
