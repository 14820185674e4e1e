import { NoDataError, ParseError } from '../errors.ts';
import { gauge } from '../exposition/metric-family.ts';
import { columnsOf, linesOf, parseHexadecimal, parseNumber } from '../host/parse.ts';
import type { Collector } from '../registry/collector.ts';

/** Columns of /proc/net/stat/nf_conntrack, one line per CPU (net/netfilter/nf_conntrack_standalone.c). */
const STATISTICS = [
  { name: 'found', column: 2, help: 'Number of searched entries which were successful.' },
  { name: 'invalid', column: 4, help: 'Number of packets seen which can not be tracked.' },
  {
    name: 'ignore',
    column: 5,
    help: 'Number of packets seen which are already connected to a conntrack entry.',
  },
  { name: 'insert', column: 8, help: 'Number of entries inserted into the list.' },
  {
    name: 'insert_failed',
    column: 9,
    help: 'Number of entries for which list insertion was attempted but failed.',
  },
  { name: 'drop', column: 10, help: 'Number of packets dropped due to conntrack failure.' },
  {
    name: 'early_drop',
    column: 11,
    help: 'Number of dropped conntrack entries to make room for new ones, if maximum table size was reached.',
  },
  {
    name: 'search_restart',
    column: 16,
    help: 'Number of conntrack table lookups which had to be restarted due to hashtable resizes.',
  },
] as const;
const FEWEST_COLUMNS = 16; // search_restart came with Linux 3.11

/** The table of tracked connections. */
export const conntrack: Collector = {
  name: 'conntrack',
  enabledByDefault: true,
  create: (host) => () => {
    const limits = ['nf_conntrack_count', 'nf_conntrack_max'].map((file) =>
      host.procfs.textIfPresent(`sys/net/netfilter/${file}`),
    );
    const table = host.procfs.textIfPresent('net/stat/nf_conntrack');
    const [count, max] = limits;
    if (count === undefined || max === undefined || table === undefined)
      throw new NoDataError('connection tracking is not loaded');
    const totals = sumPerColumn(table);
    return [
      gauge(
        'node_nf_conntrack_entries',
        'Number of currently allocated flow entries for connection tracking.',
        parseNumber(count.trim(), 'nf_conntrack_count'),
      ),
      gauge(
        'node_nf_conntrack_entries_limit',
        'Maximum size of connection tracking table.',
        parseNumber(max.trim(), 'nf_conntrack_max'),
      ),
      ...STATISTICS.map(({ name, column, help }) =>
        gauge(`node_nf_conntrack_stat_${name}`, help, totals[column] ?? 0),
      ),
    ];
  },
};

function sumPerColumn(table: string): number[] {
  const totals: number[] = [];
  for (const line of linesOf(table).slice(1)) {
    const columns = columnsOf(line);
    if (columns.length < FEWEST_COLUMNS) throw new ParseError('/proc/net/stat/nf_conntrack', line);
    for (const [column, text] of columns.entries())
      totals[column] = (totals[column] ?? 0) + parseHexadecimal(text, '/proc/net/stat/nf_conntrack');
  }
  return totals;
}
