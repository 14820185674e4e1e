import { ParseError } from '../errors.ts';
import { counter, type Sample } from '../exposition/metric-family.ts';
import { columnsOf, linesOf, parseNumber } from '../host/parse.ts';
import type { Collector } from '../registry/collector.ts';

/** Interrupts per line and CPU. Off by default, as in node_exporter: as many series as lines times CPUs. */
export const interrupts: Collector = {
  name: 'interrupts',
  enabledByDefault: false,
  create:
    ({ procfs }) =>
    () => {
      const [header, ...lines] = linesOf(procfs.text('interrupts'));
      const cpus = header === undefined ? [] : columnsOf(header);
      if (!cpus.every((name) => /^CPU\d+$/.test(name)) || cpus.length === 0)
        throw new ParseError('/proc/interrupts', header);
      const samples: Sample[] = [];
      for (const line of lines) {
        const [, name = '', rest = ''] = /^\s*([^:]*):(.*)$/.exec(line) ?? [];
        const columns = columnsOf(rest);
        if (columns.length < cpus.length + 1) continue; // ERR and MIS have one number and no description
        const described = columns.slice(cpus.length);
        // The lines of devices are numbers, with the chip before the devices; the others have one description.
        const [info, devices] = /^\d+$/.test(name)
          ? [described[0] ?? '', described.slice(1).join(' ')]
          : [described.join(' '), ''];
        for (const [cpu, text] of columns.slice(0, cpus.length).entries())
          samples.push({
            labels: { cpu: String(cpu), devices, info, type: name },
            value: parseNumber(text, `/proc/interrupts ${name}`),
          });
      }
      return [counter('node_interrupts_total', 'Interrupt details.', samples)];
    },
};
