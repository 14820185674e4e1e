import { createServer } from 'node:net';
import { freePort } from '@lab/engine-clients/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { holderOf, isFree } from './ports.ts';

describe('ports', () => {
  test('when somebody listens - then the port is not free and the holder is named', async () => {
    const port = await freePort();
    const server = createServer().listen(port, '127.0.0.1');
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    expect(await isFree(port)).toBe(false);
    expect(holderOf(port)?.pid).toBe(process.pid);
  });

  test('when nobody listens - then it is free and has no holder', async () => {
    const port = await freePort();
    expect(await isFree(port)).toBe(true);
    expect(holderOf(port)).toBeUndefined();
  });
});
