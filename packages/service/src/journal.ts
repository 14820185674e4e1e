import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';

/**
 * A file of JSON lines that a restart reads back. A record is acknowledged once the system has it, so a crash of this
 * process loses nothing; a line that a crash of the machine cut off is left out.
 */
export class Journal<Entry> {
  readonly #path: string;
  #file: FileHandle;
  #tail: Promise<unknown> = Promise.resolve();

  private constructor(path: string, file: FileHandle) {
    this.#path = path;
    this.#file = file;
  }

  /**
   * @param path of the file; its folder is made where it is missing
   * @throws what the file system says when the folder cannot be used
   */
  static async open<Entry>(
    path: string,
  ): Promise<{ journal: Journal<Entry>; entries: readonly Entry[]; unreadable: number }> {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(path, 'a+', 0o600);
    const entries: Entry[] = [];
    let unreadable = 0;
    for await (const line of createInterface({ input: createReadStream(path) })) {
      if (line === '') continue;
      try {
        entries.push(JSON.parse(line));
      } catch {
        unreadable += 1;
      }
    }
    // A line that was cut off must not swallow the next one.
    if (unreadable > 0) await file.appendFile('\n');
    return { journal: new Journal<Entry>(path, file), entries, unreadable };
  }

  /** Appends in the order of the calls. @throws what the file system says, and the next append tries again */
  append(...entries: readonly Entry[]): Promise<void> {
    return this.#inTurn(() => this.#file.appendFile(linesOf(entries)));
  }

  /** Replaces everything: readers of the file see the old whole or the new whole. */
  rewrite(entries: readonly Entry[]): Promise<void> {
    return this.#inTurn(async () => {
      const unfinished = `${this.#path}.new`;
      await writeFile(unfinished, linesOf(entries), { mode: 0o600 });
      await rename(unfinished, this.#path);
      const replaced = this.#file;
      this.#file = await open(this.#path, 'a', 0o600);
      await replaced.close();
    });
  }

  async close(): Promise<void> {
    await this.#inTurn(() => this.#file.close());
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#tail.then(work);
    this.#tail = done.catch(() => {});
    return done;
  }
}

const linesOf = (entries: readonly unknown[]): string =>
  entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
