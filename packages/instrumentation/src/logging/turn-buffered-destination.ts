import { writeSync } from 'node:fs';

const RETRY_MS = 20;
const EXIT_LIMIT_MS = 1000;

/**
 * Standard output, one write per turn of the event loop.
 *
 * A write per line costs a system call per request; a buffer that waits to fill holds lines back while traffic is
 * low and loses them to `kill -9`. Collecting what one turn has written and writing it when the turn ends is as
 * cheap under load as the buffer, and as prompt at rest as the plain write.
 *
 * A pipe whose reader stalls makes lines wait, up to `maxPendingCharacters`; what comes after that is dropped and
 * counted in a line of its own once the pipe moves again. A service must not stop because nobody reads its log.
 */
export class TurnBufferedDestination {
  readonly #fd: number;
  readonly #maxPending: number;
  #lines = '';
  #unwritten: Buffer | undefined;
  #scheduled = false;
  #dropped = 0;

  /**
   * @param fd must be in non-blocking mode. Node puts an inherited pipe into it when `process.stdout` is first read;
   * until then a write to a full pipe stops the whole process.
   */
  constructor(fd: number = process.stdout.fd, maxPendingCharacters = 16 * 1024 * 1024) {
    this.#fd = fd;
    this.#maxPending = maxPendingCharacters;
    process.once('exit', () => this.#flushAtExit());
  }

  write(line: string): void {
    if (this.#lines.length >= this.#maxPending) {
      this.#dropped += 1;
      return;
    }
    this.#lines += line;
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => this.#flush());
  }

  #flush(): void {
    this.#scheduled = false;
    if (this.#writePending() || this.#scheduled) return;
    this.#scheduled = true;
    setTimeout(() => this.#flush(), RETRY_MS).unref();
  }

  /** @returns whether everything is written */
  #writePending(): boolean {
    for (;;) {
      if (this.#unwritten === undefined) {
        if (this.#lines === '') return true;
        this.#unwritten = Buffer.from(this.#lines);
        this.#lines = '';
      }
      try {
        const written = writeSync(this.#fd, this.#unwritten);
        this.#unwritten = written < this.#unwritten.length ? this.#unwritten.subarray(written) : undefined;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return false;
        // Nobody can ever read these lines again (EPIPE, EBADF): keeping them would only fill the memory.
        this.#unwritten = undefined;
        this.#lines = '';
        return true;
      }
      if (this.#unwritten === undefined) this.#reportDropped();
    }
  }

  #reportDropped(): void {
    if (this.#dropped === 0) return;
    const timestamp = new Date().toISOString();
    this.#lines += `${JSON.stringify({ level: 'error', timestamp, event_type: 'log_lines_dropped', dropped: this.#dropped, message: 'log lines were dropped, standard output did not accept them' })}\n`;
    this.#dropped = 0;
  }

  #flushAtExit(): void {
    const deadline = Date.now() + EXIT_LIMIT_MS;
    const sleep = new Int32Array(new SharedArrayBuffer(4));
    while (!this.#writePending() && Date.now() < deadline) Atomics.wait(sleep, 0, 0, RETRY_MS);
  }
}
