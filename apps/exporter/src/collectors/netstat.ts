import { ParseError } from '../errors.ts';
import { type MetricFamily, untyped } from '../exposition/metric-family.ts';
import { columnsOf, linesOf, parseNumber } from '../host/parse.ts';
import type { Collector } from '../registry/collector.ts';

/** node_exporter's default: of some three hundred counters those that people look at. */
const FIELDS =
  /^(.*_(InErrors|InErrs)|Ip_Forwarding|Ip(6|Ext)_(InOctets|OutOctets)|Icmp6?_(InMsgs|OutMsgs)|TcpExt_(Listen.*|Syncookies.*|TCPSynRetrans|TCPTimeouts|TCPOFOQueue|TCPRcvQDrop)|Tcp_(ActiveOpens|InSegs|OutSegs|OutRsts|PassiveOpens|RetransSegs|CurrEstab)|Udp6?_(InDatagrams|OutDatagrams|NoPorts|RcvbufErrors|SndbufErrors))$/;

interface Chosen {
  readonly column: number;
  readonly name: string;
  readonly help: string;
}

/** Protocol statistics of the kernel. Untyped: the files mix counters and gauges and do not tell which is which. */
export const netstat: Collector = {
  name: 'netstat',
  enabledByDefault: true,
  create: ({ procfs }) => {
    // A header is the same at every scrape, and its names are tested one by one.
    const chosenOf = new Map<string, readonly Chosen[]>();
    return () => {
      const six = procfs.textIfPresent('net/snmp6'); // absent where IPv6 is switched off
      return [
        ...pairedLines(procfs.text('net/netstat'), chosenOf),
        ...pairedLines(procfs.text('net/snmp'), chosenOf),
        ...(six === undefined ? [] : singleLines(six)),
      ];
    };
  },
};

/** Lines in pairs: `Tcp: ActiveOpens …`, `Tcp: 3556 …`. */
function pairedLines(text: string, chosenOf: Map<string, readonly Chosen[]>): MetricFamily[] {
  const lines = linesOf(text);
  const families: MetricFamily[] = [];
  for (let index = 0; index < lines.length; index += 2) {
    const header = lines[index] ?? '';
    const values = columnsOf(lines[index + 1] ?? '');
    let chosen = chosenOf.get(header);
    if (chosen === undefined) {
      chosen = chooseColumns(header);
      chosenOf.set(header, chosen);
    }
    if (values[0] !== header.slice(0, values[0]?.length) || values.length !== columnsOf(header).length)
      throw new ParseError('/proc/net/netstat', header);
    for (const { column, name, help } of chosen)
      families.push(untyped(name, help, parseNumber(values[column], name)));
  }
  return families;
}

function chooseColumns(header: string): Chosen[] {
  const [protocol = '', ...names] = columnsOf(header);
  if (!/^\w+:$/.test(protocol)) throw new ParseError('/proc/net/netstat', header);
  return names.flatMap((name, index) => choose(protocol.slice(0, -1), name, index + 1));
}

/** `Udp6InErrors  0`: the protocol ends at the first 6. */
function singleLines(text: string): MetricFamily[] {
  return linesOf(text).flatMap((line) => {
    const [, protocol, name, value] = /^([^\s6]*6)(\S*)\s+(\S+)\s*$/.exec(line) ?? [];
    if (protocol === undefined || name === undefined) return [];
    return choose(protocol, name, 0).map((chosen) =>
      untyped(chosen.name, chosen.help, parseNumber(value, chosen.name)),
    );
  });
}

function choose(protocol: string, field: string, column: number): Chosen[] {
  const key = `${protocol}_${field}`;
  if (!FIELDS.test(key)) return [];
  return [{ column, name: `node_netstat_${key}`, help: `Statistic ${protocol}${field}.` }];
}
