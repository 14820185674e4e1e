import { counter, gauge } from '../exposition/metric-family.ts';
import { columnsOf, linesOf, parseNumber } from '../host/parse.ts';
import type { Collector } from '../registry/collector.ts';

/** What /proc/stat says about the whole machine (proc_stat(5)). */
export const stat: Collector = {
  name: 'stat',
  enabledByDefault: true,
  create: (host) => async () => {
    const lines = linesOf(await host.procfs.read('stat')).map(columnsOf);
    const first = new Map(lines.map(([name = '', value]) => [name, value]));
    const value = (name: string) => parseNumber(first.get(name), `/proc/stat ${name}`);
    return [
      counter('node_intr_total', 'Total number of interrupts serviced.', value('intr')),
      counter('node_context_switches_total', 'Total number of context switches.', value('ctxt')),
      counter('node_forks_total', 'Total number of forks.', value('processes')),
      gauge('node_boot_time_seconds', 'Node boot time, in unixtime.', value('btime')),
      gauge('node_procs_running', 'Number of processes in runnable state.', value('procs_running')),
      gauge(
        'node_procs_blocked',
        'Number of processes blocked waiting for I/O to complete.',
        value('procs_blocked'),
      ),
    ];
  },
};
