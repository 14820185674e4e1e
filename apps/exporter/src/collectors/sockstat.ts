import { ParseError } from '../errors.ts';
import { gauge, type MetricFamily } from '../exposition/metric-family.ts';
import { columnsOf, linesOf, parseNumber } from '../host/parse.ts';
import type { Collector } from '../registry/collector.ts';

/** What a protocol may say (net/ipv4/proc.c); one that does not tell how many are in use has none. */
const STATES = ['inuse', 'orphan', 'tw', 'alloc', 'mem', 'memory'];

/** Sockets in use from /proc/net/sockstat and sockstat6; either is missing where its protocol is switched off. */
export const sockstat: Collector = {
  name: 'sockstat',
  enabledByDefault: true,
  create:
    ({ procfs, pageBytes }) =>
    () =>
      ['net/sockstat', 'net/sockstat6'].flatMap((file) => {
        const text = procfs.textIfPresent(file);
        return text === undefined ? [] : linesOf(text).flatMap((line) => protocolFamilies(line, pageBytes));
      }),
};

/** `TCP: inuse 1 orphan 0 mem 3`: pairs of state and number behind the protocol. */
function protocolFamilies(line: string, pageBytes: number): MetricFamily[] {
  const [name = '', ...pairs] = columnsOf(line);
  if (!/^\w+:$/.test(name) || pairs.length === 0) throw new ParseError('sockstat', line);
  const protocol = name.slice(0, -1);
  const values = new Map<string, number>();
  for (let index = 0; index < pairs.length; index += 2)
    values.set(pairs[index] ?? '', parseNumber(pairs[index + 1], `sockstat ${protocol}`));
  if (protocol === 'sockets')
    return [gauge('node_sockstat_sockets_used', 'Number of IPv4 sockets in use.', values.get('used') ?? 0)];
  const states = new Map(STATES.map((state) => [state, values.get(state)]));
  states.set('inuse', values.get('inuse') ?? 0);
  const pages = values.get('mem');
  if (pages !== undefined) states.set('mem_bytes', pages * pageBytes);
  return [...states].flatMap(([state, value]) =>
    value === undefined
      ? []
      : [
          gauge(
            `node_sockstat_${protocol}_${state}`,
            `Number of ${protocol} sockets in state ${state}.`,
            value,
          ),
        ],
  );
}
