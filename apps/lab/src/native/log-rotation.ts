import {
  closeSync,
  copyFileSync,
  existsSync,
  ftruncateSync,
  openSync,
  readSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';

/** Also what `lab up` keeps at most of each file: twice this. */
const ROTATE_ABOVE_BYTES = 50 * 1024 * 1024;

/** `inference.jsonl` → `inference.1.jsonl`: still a name that the Collector's file_log includes. */
export function rotatedName(path: string): string {
  const extension = extname(path);
  return join(dirname(path), `${basename(path, extension)}.1${extension}`);
}

/**
 * Copies a log that has grown too large beside itself and empties it.
 *
 * The process that writes it holds an O_APPEND descriptor that only a restart would exchange, so renaming cannot
 * work while it runs. The Collector knows the copy by its first bytes (its fingerprint) and reads on where it was.
 * What is written during the long copy is carried over before the file is emptied; between that last read and the
 * truncation lie microseconds.
 */
export function rotateIfLarge(path: string, limitBytes: number = ROTATE_ABOVE_BYTES): boolean {
  if (!existsSync(path) || statSync(path).size <= limitBytes) return false;
  const target = rotatedName(path);
  copyFileSync(path, target);
  const from = openSync(path, 'r+');
  const to = openSync(target, 'a');
  try {
    const chunk = Buffer.alloc(64 * 1024);
    let position = statSync(target).size;
    for (let read = readSync(from, chunk, 0, chunk.length, position); read > 0; ) {
      writeSync(to, chunk, 0, read);
      position += read;
      read = readSync(from, chunk, 0, chunk.length, position);
    }
    ftruncateSync(from, 0);
  } finally {
    closeSync(from);
    closeSync(to);
  }
  return true;
}
