import { gauge } from '../exposition/metric-family.ts';
import { parseNumber } from '../host/parse.ts';
import type { Collector } from '../registry/collector.ts';

const MODES: ReadonlyMap<string, number> = new Map([
  ['enforcing', 1],
  ['permissive', 0],
]);
const DISABLED = -1;

/** Whether SELinux is there, what it does and what it is configured to do after the next boot (selinux_config(5)). */
export const selinux: Collector = {
  name: 'selinux',
  enabledByDefault: true,
  create:
    ({ sysfs, rootfs }) =>
    () => {
      const current = sysfs.attributeIfReadable('fs/selinux/enforce');
      const enabled = (value: 0 | 1) =>
        gauge('node_selinux_enabled', 'SELinux is enabled, 1 is true, 0 is false', value);
      if (current === undefined) return [enabled(0)];
      const config = rootfs.textIfPresent('etc/selinux/config') ?? '';
      const configured = /^\s*SELINUX\s*=\s*(\w+)/m.exec(config)?.[1] ?? '';
      return [
        enabled(1),
        gauge(
          'node_selinux_config_mode',
          'Configured SELinux enforcement mode',
          MODES.get(configured.toLowerCase()) ?? DISABLED,
        ),
        gauge(
          'node_selinux_current_mode',
          'Current SELinux enforcement mode',
          parseNumber(current, 'enforce'),
        ),
      ];
    },
};
