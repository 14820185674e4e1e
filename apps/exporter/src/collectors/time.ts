import { ParseError } from '../errors.ts';
import { gauge, type Sample } from '../exposition/metric-family.ts';
import type { Collector } from '../registry/collector.ts';

const SOURCES = 'devices/system/clocksource';

/** The machine's clock, to be compared with that of Prometheus, and the hardware that drives it. */
export const time: Collector = {
  name: 'time',
  enabledByDefault: true,
  create:
    ({ now, zone, sysfs }) =>
    () => {
      const { name, offsetSeconds } = zone();
      const available: Sample[] = [];
      const current: Sample[] = [];
      const folders = sysfs.namesIfPresent(SOURCES).filter((folder) => /^clocksource\d+$/.test(folder));
      for (const [position, folder] of folders.entries()) {
        const device = String(position);
        const chosen = sysfs.attribute(`${SOURCES}/${folder}/current_clocksource`);
        if (chosen === '') throw new ParseError('current_clocksource', chosen);
        current.push({ labels: { clocksource: chosen, device }, value: 1 });
        for (const clocksource of sysfs.attribute(`${SOURCES}/${folder}/available_clocksource`).split(/\s+/))
          available.push({ labels: { clocksource, device }, value: 1 });
      }
      return [
        gauge('node_time_seconds', 'System time in seconds since epoch (1970).', now() / 1000),
        gauge('node_time_zone_offset_seconds', 'System time zone offset in seconds.', [
          { labels: { time_zone: name }, value: offsetSeconds },
        ]),
        gauge(
          'node_time_clocksource_available_info',
          "Available clocksources read from '/sys/devices/system/clocksource'.",
          available,
        ),
        gauge(
          'node_time_clocksource_current_info',
          "Current clocksource read from '/sys/devices/system/clocksource'.",
          current,
        ),
      ];
    },
};
