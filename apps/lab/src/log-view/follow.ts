import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import type { LogFile } from './files.ts';
import { type LogLine, parseLogLine } from './line.ts';

/** Reads what is appended to a log after the moment of its creation; an emptied file is read from its start. */
export class LogFollower {
  readonly #file: LogFile;
  #position: number;
  #decoder = new StringDecoder('utf8');
  #unfinished = '';

  constructor(file: LogFile) {
    this.#file = file;
    this.#position = this.#size();
  }

  /** Lines that were completed since the last call. */
  read(): LogLine[] {
    const size = this.#size();
    if (size < this.#position) this.#startOver();
    if (size === this.#position) return [];
    const lines = (this.#unfinished + this.#decoder.write(this.#bytes(size))).split('\n');
    this.#unfinished = lines.pop() ?? '';
    return lines.filter((text) => text !== '').map((text) => parseLogLine(text, this.#file.name));
  }

  #bytes(end: number): Buffer {
    const bytes = Buffer.alloc(end - this.#position);
    const file = openSync(this.#file.path, 'r');
    try {
      const read = readSync(file, bytes, 0, bytes.length, this.#position);
      this.#position += read;
      return bytes.subarray(0, read);
    } finally {
      closeSync(file);
    }
  }

  #size(): number {
    return statSync(this.#file.path, { throwIfNoEntry: false })?.size ?? 0;
  }

  #startOver(): void {
    this.#position = 0;
    this.#decoder = new StringDecoder('utf8');
    this.#unfinished = '';
  }
}
