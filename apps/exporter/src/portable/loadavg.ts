import { NoDataError } from '../errors.ts';
import { gauge } from '../exposition/metric-family.ts';
import type { Collector } from '../registry/collector.ts';
import type { Machine } from './machine.ts';

export const loadavg = ({ os }: Machine): Collector => ({
  name: 'loadavg',
  enabledByDefault: true,
  create: () => () => {
    if (os.platform() === 'win32') throw new NoDataError('Windows has no load average');
    const [load1, load5, load15] = os.loadavg();
    if (load1 === undefined || load5 === undefined || load15 === undefined)
      throw new NoDataError('the system tells no load average');
    return [
      gauge('node_load1', '1m load average.', load1),
      gauge('node_load5', '5m load average.', load5),
      gauge('node_load15', '15m load average.', load15),
    ];
  },
});
