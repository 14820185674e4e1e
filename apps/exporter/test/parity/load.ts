import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { mkdtempSync, rmSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROUND_MS = 100;
const BUSY_MS = 30;
const WRITTEN_BYTES = 256 * 1024;

/**
 * Keeps the counters of the machine moving while two exporters are compared: CPU time, disk writes, TCP and UDP over
 * the loopback device, processes. About a third of one CPU, for the machine may be a small one.
 */
export async function withLoad<Result>(work: () => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'load-'));
  const server = createServer((_request, response) => response.end('x'.repeat(10_000)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const socket = createSocket('udp4');
  const file = await open(join(folder, 'written'), 'w');
  let writing: Promise<void> | undefined;
  const timer = setInterval(() => {
    const end = performance.now() + BUSY_MS;
    while (performance.now() < end) Math.sqrt(end);
    get({ port, agent: false }, (response) => response.resume()).on('error', () => {});
    socket.send('x', port); // nobody listens: counted as NoPorts
    spawn('true').on('error', () => {});
    writing ??= writeThrough(file).finally(() => {
      writing = undefined;
    });
  }, ROUND_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    socket.close();
    server.close();
    await writing;
    await file.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function writeThrough(file: FileHandle): Promise<void> {
  await file.write(Buffer.alloc(WRITTEN_BYTES), 0, WRITTEN_BYTES, 0);
  await file.datasync();
}
