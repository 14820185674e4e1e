import { NoDataError } from '../errors.ts';
import { gauge, type Sample } from '../exposition/metric-family.ts';
import { parseSockets } from '../host/sockets.ts';
import type { Collector } from '../registry/collector.ts';

const FILES = [
  { file: 'net/udp', ip: 'v4' },
  { file: 'net/udp6', ip: 'v6' },
] as const;

/** Bytes that wait in the queues of all UDP sockets. */
export const udpQueues: Collector = {
  name: 'udp_queues',
  enabledByDefault: true,
  create:
    ({ procfs }) =>
    () => {
      const samples = FILES.flatMap(({ file, ip }): Sample[] => {
        const text = procfs.textIfPresent(file);
        if (text === undefined) return [];
        let [rx, tx] = [0, 0];
        for (const socket of parseSockets(text, `/proc/${file}`)) {
          rx += socket.rxQueue;
          tx += socket.txQueue;
        }
        return [
          { labels: { ip, queue: 'rx' }, value: rx },
          { labels: { ip, queue: 'tx' }, value: tx },
        ];
      });
      if (samples.length === 0) throw new NoDataError('this kernel has no UDP');
      return [
        gauge(
          'node_udp_queues',
          'Number of allocated memory in the kernel for UDP datagrams in bytes.',
          samples,
        ),
      ];
    },
};
