import { promisify } from 'node:util';
import { gunzip, inflate } from 'node:zlib';
import { BatchTooLarge, MalformedLogs, UnknownEncoding } from '../errors.ts';

const inflaters = { gzip: promisify(gunzip), deflate: promisify(inflate) } as const;

/**
 * The body as it was before its `content-encoding`.
 * @param limit bytes after decompression: a small body may stand for gigabytes
 * @throws BatchTooLarge, UnknownEncoding or MalformedLogs
 */
export async function decompress(body: Buffer, encoding: string | undefined, limit: number): Promise<Buffer> {
  if (encoding === undefined || encoding === '' || encoding === 'identity') return body;
  if (encoding !== 'gzip' && encoding !== 'deflate') throw new UnknownEncoding(encoding);
  try {
    return await inflaters[encoding](body, { maxOutputLength: limit });
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') throw new BatchTooLarge();
    throw new MalformedLogs((error as Error).message);
  }
}
