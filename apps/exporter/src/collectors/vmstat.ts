import { ParseError } from '../errors.ts';
import { untyped } from '../exposition/metric-family.ts';
import { columnsOf, linesOf, parseNumber } from '../host/parse.ts';
import type { Collector } from '../registry/collector.ts';

/** node_exporter's default: paging, swapping, faults and out-of-memory kills. */
const FIELDS = /^(oom_kill|pgpg|pswp|pg.*fault)/;

/** Untyped, since /proc/vmstat mixes counters and gauges and does not tell which is which. */
export const vmstat: Collector = {
  name: 'vmstat',
  enabledByDefault: true,
  create: (host) => async () => {
    const lines = linesOf(await host.procfs.read('vmstat')).map(columnsOf);
    const chosen = lines.filter(([field = '']) => FIELDS.test(field));
    if (chosen.length === 0) throw new ParseError('/proc/vmstat', lines[0]?.join(' '));
    return chosen.map(([field, value]) =>
      untyped(
        `node_vmstat_${field}`,
        `/proc/vmstat information field ${field}.`,
        parseNumber(value, `/proc/vmstat ${field}`),
      ),
    );
  },
};
