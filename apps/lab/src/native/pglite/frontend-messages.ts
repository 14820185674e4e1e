/**
 * What a PostgreSQL client sends (protocol 3.0, "Frontend/Backend Protocol" in PostgreSQL's manual): a start-up
 * packet without a type, then messages of a type byte and a length that counts itself.
 */
export interface FrontendMessage {
  /** The type byte as a character; empty for the packets before the session starts. */
  readonly type: string;
  readonly bytes: Buffer;
}

export const REQUEST_CODE = { ssl: 80_877_103, gssEncryption: 80_877_104, cancel: 80_877_102 } as const;

/** A gigabyte in a length field is a client that does not speak PostgreSQL. */
const LONGEST_MESSAGE = 64 * 1024 * 1024;

/** Cuts the bytes of one connection into whole messages. */
export class MessageReader {
  #buffered: Buffer = Buffer.alloc(0);
  #started = false;

  /** @throws RangeError where a length cannot be one */
  push(chunk: Buffer): FrontendMessage[] {
    this.#buffered = this.#buffered.length === 0 ? chunk : Buffer.concat([this.#buffered, chunk]);
    const messages: FrontendMessage[] = [];
    for (;;) {
      const message = this.#next();
      if (message === undefined) return messages;
      messages.push(message);
    }
  }

  #next(): FrontendMessage | undefined {
    const typeBytes = this.#started ? 1 : 0;
    if (this.#buffered.length < typeBytes + 4) return undefined;
    const length = this.#buffered.readInt32BE(typeBytes) + typeBytes;
    if (length < typeBytes + 4 || length > LONGEST_MESSAGE)
      throw new RangeError(`a message of ${length} bytes`);
    if (this.#buffered.length < length) return undefined;
    const bytes = this.#buffered.subarray(0, length);
    this.#buffered = this.#buffered.subarray(length);
    if (this.#started) return { type: String.fromCharCode(bytes[0] ?? 0), bytes };
    this.#started = !isPreamble(requestCode(bytes));
    return { type: '', bytes };
  }
}

/** The number after the length of a packet without a type: a protocol version, or one of REQUEST_CODE. */
export function requestCode(packet: Buffer): number {
  return packet.length >= 8 ? packet.readInt32BE(4) : 0;
}

function isPreamble(code: number): boolean {
  return code === REQUEST_CODE.ssl || code === REQUEST_CODE.gssEncryption;
}
