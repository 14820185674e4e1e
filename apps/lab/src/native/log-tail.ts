import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** The last lines of a file, read from its end; nothing where there is no file. */
export function lastLines(path: string, count: number, atMostBytes = 64 * 1024): string[] {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return [];
  }
  try {
    const { size } = fstatSync(file);
    const length = Math.min(size, atMostBytes);
    const bytes = Buffer.alloc(length);
    readSync(file, bytes, 0, length, size - length);
    const lines = bytes.toString('utf8').split('\n');
    // Where reading began in the middle of the file, the first line is most likely cut.
    if (length < size) lines.shift();
    return lines.filter((line) => line !== '').slice(-count);
  } finally {
    closeSync(file);
  }
}
