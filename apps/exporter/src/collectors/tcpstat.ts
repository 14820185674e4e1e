import { gauge } from '../exposition/metric-family.ts';
import { parseSockets } from '../host/sockets.ts';
import type { Collector } from '../registry/collector.ts';

/** By number, from net/tcp_states.h; a connection request that is not accepted yet counts as received. */
const STATES: ReadonlyMap<number, string> = new Map([
  [1, 'established'],
  [2, 'syn_sent'],
  [3, 'syn_recv'],
  [4, 'fin_wait1'],
  [5, 'fin_wait2'],
  [6, 'time_wait'],
  [7, 'close'],
  [8, 'close_wait'],
  [9, 'last_ack'],
  [10, 'listen'],
  [11, 'closing'],
]);

/** TCP sockets per state. Off by default, as in node_exporter: a busy server has a hundred thousand of them. */
export const tcpstat: Collector = {
  name: 'tcpstat',
  enabledByDefault: false,
  create:
    ({ procfs }) =>
    () => {
      const states = new Map<string, number>();
      const add = (state: string, count: number) => states.set(state, (states.get(state) ?? 0) + count);
      for (const file of ['net/tcp', 'net/tcp6']) {
        const text = file === 'net/tcp' ? procfs.text(file) : procfs.textIfPresent(file);
        for (const { state, txQueue, rxQueue } of text === undefined
          ? []
          : parseSockets(text, `/proc/${file}`)) {
          add('tx_queued_bytes', txQueue);
          add('rx_queued_bytes', rxQueue);
          add(STATES.get(state) ?? 'unknown', 1);
        }
      }
      return [
        gauge(
          'node_tcp_connection_states',
          'Number of connection states.',
          [...states].map(([state, value]) => ({ labels: { state }, value })),
        ),
      ];
    },
};
