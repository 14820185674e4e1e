import type { FrontendMessage } from './frontend-messages.ts';

/**
 * Gives the prepared statements of one connection names that no other connection has.
 *
 * PGlite is one session, and names live in a session: without this, the second connection that prepares `lookup`
 * is told that it exists, and so is a service that comes back after a crash.
 */
export class StatementNames {
  readonly #prefix: string;
  readonly #prepared = new Set<string>();

  constructor(connection: number) {
    this.#prefix = `c${connection}_`;
  }

  /** The message with the statement's name made unique; messages without one come back as they are. */
  rewrite({ type, bytes }: FrontendMessage): Buffer {
    switch (type) {
      case 'P':
        return this.#rename(bytes, 5, (name) => this.#prepared.add(name));
      case 'B': // the portal's name comes first
        return this.#rename(bytes, bytes.indexOf(0, 5) + 1);
      case 'D':
        return bytes[5] === STATEMENT ? this.#rename(bytes, 6) : bytes;
      case 'C':
        return bytes[5] === STATEMENT ? this.#rename(bytes, 6, (name) => this.#prepared.delete(name)) : bytes;
      default:
        return bytes;
    }
  }

  /** Messages that close every statement that is still prepared, ended by a Sync; undefined where there is none. */
  closeAll(): Buffer | undefined {
    if (this.#prepared.size === 0) return undefined;
    const parts = [...this.#prepared].map((name) => message('C', Buffer.from(`S${name}\0`)));
    this.#prepared.clear();
    return Buffer.concat([...parts, message('S', Buffer.alloc(0))]);
  }

  #rename(bytes: Buffer, start: number, note?: (name: string) => void): Buffer {
    const end = bytes.indexOf(0, start);
    // The unnamed statement lives from Parse to Sync only, and no other connection gets in between.
    if (end <= start) return bytes;
    const name = this.#prefix + bytes.toString('utf8', start, end);
    note?.(name);
    return message(
      String.fromCharCode(bytes[0] ?? 0),
      Buffer.concat([bytes.subarray(5, start), Buffer.from(name), bytes.subarray(end)]),
    );
  }
}

const STATEMENT = 'S'.charCodeAt(0);

export function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type, 'latin1');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}
