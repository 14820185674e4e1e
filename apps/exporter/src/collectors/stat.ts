import { counter, gauge } from '../exposition/metric-family.ts';
import { parseNumber } from '../host/parse.ts';
import type { Collector } from '../registry/collector.ts';

/** What /proc/stat says about the whole machine (proc_stat(5)). */
export const stat: Collector = {
  name: 'stat',
  enabledByDefault: true,
  create:
    ({ procfs }) =>
    () => {
      const text = `\n${procfs.text('stat')}`;
      const value = (name: string) => parseNumber(firstColumn(text, name), `/proc/stat ${name}`);
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

/** Without splitting the line: that of the interrupts has one column for each of them, which may be thousands. */
function firstColumn(text: string, name: string): string | undefined {
  const start = text.indexOf(`\n${name} `);
  if (start === -1) return undefined;
  return /\S*/.exec(text.slice(start + name.length + 2, start + name.length + 40))?.[0];
}
