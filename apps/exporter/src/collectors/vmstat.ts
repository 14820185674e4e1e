import { ParseError } from '../errors.ts';
import { type MetricFamily, untyped } from '../exposition/metric-family.ts';
import { parseNumber } from '../host/parse.ts';
import type { Collector } from '../registry/collector.ts';

/** node_exporter's default: paging, swapping, faults and out-of-memory kills. */
const FIELDS = /^((?:oom_kill|pgpg|pswp|pg.*fault)\S*)(.*)$/gm;

/** Untyped, since /proc/vmstat mixes counters and gauges and does not tell which is which. */
export const vmstat: Collector = {
  name: 'vmstat',
  enabledByDefault: true,
  create:
    ({ procfs }) =>
    () => {
      const text = procfs.text('vmstat');
      const families: MetricFamily[] = [];
      for (const [, field = '', value = ''] of text.matchAll(FIELDS))
        families.push(
          untyped(
            `node_vmstat_${field}`,
            `/proc/vmstat information field ${field}.`,
            parseNumber(value.trim(), `/proc/vmstat ${field}`),
          ),
        );
      if (families.length === 0) throw new ParseError('/proc/vmstat', text);
      return families;
    },
};
