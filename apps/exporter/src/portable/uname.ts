import { gauge } from '../exposition/metric-family.ts';
import type { Collector } from '../registry/collector.ts';
import type { Machine } from './machine.ts';

/** uname(2), and what libuv puts into its place on Windows. */
export const uname = ({ os }: Machine): Collector => ({
  name: 'uname',
  enabledByDefault: true,
  create: () => () => {
    // As node_exporter does where the kernel knows no domain; '(none)' is what Linux would say.
    const [nodename = '', ...domain] = os.hostname().split('.');
    const labels = {
      domainname: domain.join('.') || '(none)',
      machine: os.machine(),
      nodename,
      release: os.release(),
      sysname: os.type(),
      version: os.version(),
    };
    return [
      gauge('node_uname_info', 'Labeled system information as provided by the uname system call.', [
        { labels, value: 1 },
      ]),
    ];
  },
});
