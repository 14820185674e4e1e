import { NoDataError } from '../errors.ts';
import { gauge, type Sample } from '../exposition/metric-family.ts';
import { parseInteger } from '../host/parse.ts';
import type { Collector } from '../registry/collector.ts';

const NUMBERS = [
  { file: 'bootstatus', name: 'bootstatus' },
  { file: 'fw_version', name: 'fw_version' },
  { file: 'nowayout', name: 'nowayout' },
  { file: 'timeleft', name: 'timeleft_seconds' },
  { file: 'timeout', name: 'timeout_seconds' },
  { file: 'pretimeout', name: 'pretimeout_seconds' },
  { file: 'access_cs0', name: 'access_cs0' },
] as const;
const TEXTS = ['identity', 'options', 'pretimeout_governor', 'state', 'status'] as const;

/** Hardware that restarts a machine that hangs (Documentation/ABI/testing/sysfs-class-watchdog). */
export const watchdog: Collector = {
  name: 'watchdog',
  enabledByDefault: true,
  create:
    ({ sysfs }) =>
    () => {
      if (!sysfs.has('class/watchdog')) throw new NoDataError('this kernel has no watchdogs');
      const names = sysfs.names('class/watchdog');
      const read = (name: string, file: string) =>
        sysfs.attributeIfReadable(`class/watchdog/${name}/${file}`);
      return [
        ...NUMBERS.map(({ file, name: metric }) =>
          gauge(
            `node_watchdog_${metric}`,
            `Value of /sys/class/watchdog/<watchdog>/${file}`,
            names.flatMap((name): Sample[] => {
              const text = read(name, file);
              return text === undefined
                ? []
                : [{ labels: { name }, value: parseInteger(text, `${file} of ${name}`) }];
            }),
          ),
        ),
        gauge(
          'node_watchdog_info',
          'Info of /sys/class/watchdog/<watchdog>',
          names.map((name) => ({
            labels: { name, ...Object.fromEntries(TEXTS.map((file) => [file, read(name, file) ?? ''])) },
            value: 1,
          })),
        ),
      ];
    },
};
