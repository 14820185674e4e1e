import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { badData } from './data-error.ts';

/** The bytes of a file, without gzip where it begins as gzip does, whatever its name. */
export async function openFile(file: string): Promise<Readable> {
  const head = await firstBytes(file, 2);
  const bytes = createReadStream(file, { highWaterMark: 1 << 18 });
  if (head[0] !== 0x1f || head[1] !== 0x8b) return bytes;
  // A failure of either reaches whoever reads the last.
  return pipeline(bytes, createGunzip(), () => {});
}

async function firstBytes(file: string, count: number): Promise<Buffer> {
  try {
    const handle = await open(file);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(count), 0, count, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw badData('UNREADABLE_FILE', file, error, 'see that the path names a file that you may read');
  }
}
