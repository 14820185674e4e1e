import { ParseError } from '../errors.ts';
import { gauge } from '../exposition/metric-family.ts';
import { linesOf, parseNumber } from '../host/parse.ts';
import type { Collector } from '../registry/collector.ts';

const LINE = /^(?<field>[\w()]+):\s+(?<value>\S+)(?<unit> kB)?$/;

/** Every field of /proc/meminfo (proc_meminfo(5)): in bytes where it has a unit, as it is where it counts pages. */
export const meminfo: Collector = {
  name: 'meminfo',
  enabledByDefault: true,
  create: (host) => async () => {
    const families = linesOf(await host.procfs.read('meminfo')).map((line) => {
      const { field, value, unit } = LINE.exec(line)?.groups ?? {};
      if (field === undefined) throw new ParseError('/proc/meminfo', line);
      const inBytes = unit !== undefined;
      // Active(anon) is the one spelling that a metric name cannot have.
      const name = `${field.replace('(', '_').replace(')', '')}${inBytes ? '_bytes' : ''}`;
      const number = parseNumber(value, `/proc/meminfo ${field}`);
      return gauge(
        `node_memory_${name}`,
        `Memory information field ${name}.`,
        inBytes ? number * 1024 : number,
      );
    });
    if (families.length === 0) throw new ParseError('/proc/meminfo', '');
    return families;
  },
};
