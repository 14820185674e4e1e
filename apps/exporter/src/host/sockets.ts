import { ParseError } from '../errors.ts';
import { columnsOf, linesOf, parseHexadecimal } from './parse.ts';

export interface Socket {
  /** Number of the state as in net/tcp_states.h: 1 is established, 10 is listen. */
  readonly state: number;
  /** Bytes that wait to be sent, and to be received. */
  readonly txQueue: number;
  readonly rxQueue: number;
}

const STATE_COLUMN = 3;
const QUEUES_COLUMN = 4;

/** The sockets of /proc/net/tcp, tcp6, udp or udp6 (proc_pid_net(5)). */
export function parseSockets(text: string, file: string): Socket[] {
  const [header, ...lines] = linesOf(text);
  if (header === undefined || !header.includes('local_address')) throw new ParseError(file, header);
  return lines.map((line) => {
    const columns = columnsOf(line);
    const [tx, rx] = columns[QUEUES_COLUMN]?.split(':') ?? [];
    return {
      state: parseHexadecimal(columns[STATE_COLUMN], `${file} state`),
      txQueue: parseHexadecimal(tx, `${file} tx_queue`),
      rxQueue: parseHexadecimal(rx, `${file} rx_queue`),
    };
  });
}
