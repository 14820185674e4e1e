import { ParseError } from '../errors.ts';
import { gauge, type MetricFamily } from '../exposition/metric-family.ts';
import { columnsOf, linesOf, parseNumber } from '../host/parse.ts';
import type { Collector } from '../registry/collector.ts';

/** Sockets in use from /proc/net/sockstat and sockstat6; either is missing where its protocol is switched off. */
export const sockstat: Collector = {
  name: 'sockstat',
  enabledByDefault: true,
  create: (host) => async () => {
    const texts = await Promise.all(
      ['net/sockstat', 'net/sockstat6'].map((file) => host.procfs.readIfPresent(file)),
    );
    return texts.flatMap((text) =>
      text === undefined ? [] : linesOf(text).flatMap((line) => protocolFamilies(line, host.pageBytes)),
    );
  },
};

/** `TCP: inuse 1 orphan 0 mem 3`: pairs of state and number behind the protocol. */
function protocolFamilies(line: string, pageBytes: number): MetricFamily[] {
  const [name = '', ...pairs] = columnsOf(line);
  if (!/^\w+:$/.test(name) || pairs.length === 0) throw new ParseError('sockstat', line);
  const protocol = name.slice(0, -1);
  const families: MetricFamily[] = [];
  for (let index = 0; index < pairs.length; index += 2) {
    const state = pairs[index] ?? '';
    const value = parseNumber(pairs[index + 1], `sockstat ${protocol} ${state}`);
    if (protocol === 'sockets') {
      families.push(gauge('node_sockstat_sockets_used', 'Number of IPv4 sockets in use.', value));
      continue;
    }
    families.push(protocolFamily(protocol, state, value));
    if (state === 'mem') families.push(protocolFamily(protocol, 'mem_bytes', value * pageBytes));
  }
  return families;
}

const protocolFamily = (protocol: string, state: string, value: number): MetricFamily =>
  gauge(`node_sockstat_${protocol}_${state}`, `Number of ${protocol} sockets in state ${state}.`, value);
