import type { Socket } from 'node:net';
import { type FrontendMessage, MessageReader, REQUEST_CODE, requestCode } from './frontend-messages.ts';
import type { SessionLock } from './session-lock.ts';
import { message, StatementNames } from './statement-names.ts';

/** The part of PGlite that a connection speaks to: bytes of the protocol in, bytes out. */
export interface ProtocolBackend {
  execProtocol(message: Uint8Array, options: { throwOnError: boolean }): Promise<{ data: Uint8Array }>;
}

/** A client that holds a transaction open and says nothing keeps everybody waiting: PostgreSQL's setting of that name. */
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 15_000;

const QUERY = 'Q';
const SYNC = 'S';
const FLUSH = 'H';
const TERMINATE = 'X';
const FUNCTION_CALL = 'F';

/**
 * One client on the shared session.
 *
 * It holds the session from its first message to the answer that says "no transaction" (ReadyForQuery, status I),
 * so nobody's Parse comes between another's Parse and Execute, and a transaction is never entered by a stranger.
 */
export class Connection {
  readonly #socket: Socket;
  readonly #backend: ProtocolBackend;
  readonly #lock: SessionLock;
  readonly #names: StatementNames;
  readonly #reader = new MessageReader();
  #batch: Buffer[] = [];
  #work: Promise<void> = Promise.resolve();
  #inTransaction = false;
  #closed = false;

  constructor(socket: Socket, backend: ProtocolBackend, lock: SessionLock, id: number) {
    this.#socket = socket;
    this.#backend = backend;
    this.#lock = lock;
    this.#names = new StatementNames(id);
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('error', () => socket.destroy());
    socket.on('timeout', () => socket.destroy());
    socket.on('close', () => this.#then(() => this.#leave()));
  }

  #receive(chunk: Buffer): void {
    try {
      for (const received of this.#reader.push(chunk)) this.#accept(received);
    } catch {
      this.#socket.destroy();
    }
  }

  #accept(received: FrontendMessage): void {
    if (received.type === '') this.#acceptPreamble(received.bytes);
    else if (received.type === TERMINATE) this.#socket.end();
    else {
      this.#batch.push(this.#names.rewrite(received));
      if ([QUERY, SYNC, FLUSH, FUNCTION_CALL].includes(received.type)) this.#submit();
    }
  }

  #acceptPreamble(packet: Buffer): void {
    const code = requestCode(packet);
    if (code === REQUEST_CODE.ssl || code === REQUEST_CODE.gssEncryption) this.#socket.write('N');
    else if (code === REQUEST_CODE.cancel) this.#socket.destroy();
    else {
      this.#batch.push(packet);
      this.#submit();
    }
  }

  #submit(): void {
    const batch = Buffer.concat(this.#batch);
    this.#batch = [];
    this.#then(() => this.#execute(batch));
  }

  /** Batches of one connection run in the order of arrival. */
  #then(step: () => Promise<void>): void {
    this.#work = this.#work.then(step).catch(() => {
      this.#socket.destroy();
    });
  }

  async #execute(batch: Buffer): Promise<void> {
    if (this.#closed) return;
    await this.#lock.acquire(this);
    this.#socket.setTimeout(0);
    const answer = await this.#exchange(batch);
    if (this.#socket.writable) this.#socket.write(answer);
    const status = transactionStatus(answer);
    if (status === 'I') {
      this.#inTransaction = false;
      this.#lock.release(this);
      return;
    }
    this.#inTransaction ||= status !== undefined;
    this.#socket.setTimeout(IDLE_IN_TRANSACTION_TIMEOUT_MS);
  }

  /**
   * PGlite parses every answer for a caller in its own process. Only `execProtocol` forgets what it parsed: after
   * `execProtocolRaw` it is kept for ever, 30 KB for an answer of 250 rows.
   */
  async #exchange(messages: Uint8Array): Promise<Uint8Array> {
    return (await this.#backend.execProtocol(messages, { throwOnError: false })).data;
  }

  async #leave(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#lock.acquire(this);
    try {
      // A Sync first: a client that died between Parse and Sync has left the session waiting for one.
      await this.#exchange(message(SYNC, Buffer.alloc(0)));
      if (this.#inTransaction) await this.#exchange(message(QUERY, Buffer.from('ROLLBACK\0')));
      const closing = this.#names.closeAll();
      if (closing !== undefined) await this.#exchange(closing);
    } finally {
      this.#lock.release(this);
    }
  }
}

/** The status byte of a ReadyForQuery at the end of an answer: I idle, T in a transaction, E in a failed one. */
function transactionStatus(answer: Uint8Array): string | undefined {
  const tail = answer.subarray(-6);
  return tail.length === 6 && tail[0] === 'Z'.charCodeAt(0) && tail[4] === 5
    ? String.fromCharCode(tail[5] ?? 0)
    : undefined;
}
