import { OtlpCollector, type ServiceProcess, startServiceProcess } from '@lab/instrumentation/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { eventually } from '../test/harness.ts';
import { startPeer } from '../test/peer.ts';

const closers: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

function startService(environment: Record<string, string>): ServiceProcess {
  const service = startServiceProcess({
    folder: new URL('..', import.meta.url),
    env: { PORT: '0', USER_ID_SALT: 'a salt for tests only', ...environment },
  });
  closers.push(() => service.kill());
  return service;
}

describe('server.ts', { timeout: 30_000 }, () => {
  it('when started - then it listens, is ready, begins traces that reach its peers, and ends on SIGTERM', async () => {
    const peer = await startPeer();
    closers.push(() => peer.close());
    const collector = await OtlpCollector.start();
    closers.push(() => collector.stop());
    const service = startService({
      INFERENCE_URL: peer.origin,
      FEATURES_URL: peer.origin,
      TRAFFIC_CUSTOMERS: '20',
      OTEL_SERVICE_NAME: 'traffic',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
      PEER_SERVICES: `inference=${peer.origin}`,
    });
    const address = await service.url();
    expect((await fetch(`${address}/healthz`)).status).toBe(200);
    expect((await fetch(`${address}/readyz`)).status).toBe(200);

    // Whoever switches a scenario begins a trace of his own, which the purchases after it are no part of.
    const traceIdOf = ({ headers }: { headers: Readonly<Record<string, unknown>> }): string =>
      String(headers.traceparent).split('-')[1] ?? '';
    const switched = await fetch(`${address}/scenarios/surge`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(switched.status).toBe(200);
    const before = peer.purchases.length;
    await eventually(
      () => peer.purchases.length,
      (count) => count >= before + 10,
    );
    const traceIds = peer.purchases.map(traceIdOf);
    expect(new Set(traceIds).size).toBe(traceIds.length);
    await eventually(
      () => peer.purchases.length,
      (count) => count >= 5,
    );
    const parents = peer.purchases.map(({ headers }) => String(headers.traceparent));
    expect(parents.every((parent) => /^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/.test(parent))).toBe(true);
    expect(new Set(parents.map((parent) => parent.split('-')[1])).size).toBe(parents.length);

    expect(await service.stop()).toBe(0);
    // Names and attribute values stand in protobuf as they are.
    const received = Buffer.concat(collector.requests.map(({ body }) => body)).toString('latin1');
    for (const text of ['customer_purchase', 'peer.service', 'write_features']) {
      expect(received).toContain(text);
    }
  });

  it('when the configuration is wrong - then it exits with 1 and lists every mistake', async () => {
    const service = startService({ PORT: 'eighty', TRAFFIC_RATE: '-1', FEATURES_URL: 'ftp://127.0.0.1' });
    expect(await service.exitCode()).toBe(1);
    for (const key of ['PORT', 'TRAFFIC_RATE', 'FEATURES_URL', 'INFERENCE_URL'])
      expect(service.stderr).toContain(key);
  });

  it('when a target is another machine - then it exits with 1 and names every such target', async () => {
    const service = startService({
      INFERENCE_URL: 'http://example.com',
      FEATURES_URL: 'http://10.0.0.1:8081',
    });
    expect(await service.exitCode()).toBe(1);
    expect(service.stderr).toContain('INFERENCE_URL points to example.com');
    expect(service.stderr).toContain('FEATURES_URL points to');
  });
});
