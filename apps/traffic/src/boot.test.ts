import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { eventually } from '../test/harness.ts';
import { startPeer } from '../test/peer.ts';

const FOLDER = fileURLToPath(new URL('..', import.meta.url));
const closers: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

function startService(environment: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, ['--import', '@lab/instrumentation/register', 'src/server.ts'], {
    cwd: FOLDER,
    env: { PATH: process.env.PATH, PORT: '0', USER_ID_SALT: 'a salt for tests only', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  closers.push(() => child.kill('SIGKILL'));
  return child;
}

/** Address of the `listening` line. */
async function addressOf({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error('no standard output');
  for await (const line of createInterface({ input: stdout })) {
    const { event_type, listening_on } = JSON.parse(line) as Record<string, string>;
    if (event_type === 'service_listening' && listening_on !== undefined) return listening_on;
  }
  throw new Error('it never listened');
}

/** An OTLP receiver that keeps the bytes: names and attribute values stand in protobuf as they are. */
async function startCollector(): Promise<{ origin: string; received: () => string }> {
  const bodies: Buffer[] = [];
  const server = createServer(async (request, response) => {
    for await (const chunk of request) bodies.push(chunk as Buffer);
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => server.close().closeAllConnections());
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, received: () => Buffer.concat(bodies).toString('latin1') };
}

describe('server.ts', { timeout: 30_000 }, () => {
  it('when started - then it listens, is ready, begins traces that reach its peers, and ends on SIGTERM', async () => {
    const peer = await startPeer();
    closers.push(() => peer.close());
    const collector = await startCollector();
    const child = startService({
      INFERENCE_URL: peer.origin,
      FEATURES_URL: peer.origin,
      TRAFFIC_CUSTOMERS: '20',
      OTEL_SERVICE_NAME: 'traffic',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.origin,
      PEER_SERVICES: `inference=${peer.origin}`,
    });
    const address = await addressOf(child);
    expect((await fetch(`${address}/healthz`)).status).toBe(200);
    expect((await fetch(`${address}/readyz`)).status).toBe(200);

    await eventually(
      () => peer.purchases.length,
      (count) => count >= 5,
    );
    const parents = peer.purchases.map(({ headers }) => String(headers.traceparent));
    expect(parents.every((parent) => /^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/.test(parent))).toBe(true);
    expect(new Set(parents.map((parent) => parent.split('-')[1])).size).toBe(parents.length);

    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    for (const text of ['customer_purchase', 'peer.service', 'write_features']) {
      expect(collector.received()).toContain(text);
    }
  });

  it('when the configuration is wrong - then it exits with 1 and lists every mistake', async () => {
    const child = startService({ PORT: 'eighty', TRAFFIC_RATE: '-1', FEATURES_URL: 'ftp://127.0.0.1' });
    let text = '';
    child.stderr?.on('data', (chunk) => {
      text += chunk;
    });
    expect((await once(child, 'close'))[0]).toBe(1);
    for (const key of ['PORT', 'TRAFFIC_RATE', 'FEATURES_URL', 'INFERENCE_URL']) expect(text).toContain(key);
  });

  it('when a target is another machine - then it exits with 1 and names every such target', async () => {
    const child = startService({ INFERENCE_URL: 'http://example.com', FEATURES_URL: 'http://10.0.0.1:8081' });
    let text = '';
    child.stderr?.on('data', (chunk) => {
      text += chunk;
    });
    expect((await once(child, 'close'))[0]).toBe(1);
    expect(text).toContain('INFERENCE_URL points to example.com');
    expect(text).toContain('FEATURES_URL points to');
  });
});
