/** Where a lab of a test fits beside whatever else runs here. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { ROOT } from './command-line.ts';

const LOWEST = 1042;
const STEP = 100;
const OFFSETS = 70;

/** Ports of `.env` by name, moved by an offset. */
export const portsAt = (offset: number): Record<string, number> =>
  Object.fromEntries(
    Object.entries(parseEnv(readFileSync(join(ROOT, '.env'), 'utf8'))).flatMap(([key, value]) =>
      key.endsWith('_PORT') ? [[key, Number(value) + offset]] : [],
    ),
  );

/**
 * The first `LAB_PORT_OFFSET` at which every port is free. The highest then stays below 32768, where Linux takes the
 * ports of outgoing connections from: up there a free port may be gone a moment later.
 */
export async function freeOffset(): Promise<number> {
  const first = process.pid % OFFSETS;
  for (let attempt = 0; attempt < OFFSETS; attempt++) {
    const offset = LOWEST + ((first + attempt) % OFFSETS) * STEP;
    if ((await Promise.all(Object.values(portsAt(offset)).map(isFree))).every(Boolean)) return offset;
  }
  throw new Error('no offset at which every port is free');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
