import { afterEach, describe, expect, test } from 'vitest';
import { quietTelemetry } from '../test/quiet-telemetry.ts';
import { buildApps, type ExporterApps } from './app.ts';
import { counter, untyped } from './exposition/metric-family.ts';
import type { OperationsListener } from './http/operations-listener.ts';
import type { Collect } from './registry/collector.ts';
import { CollectorRunner } from './registry/collector-runner.ts';

const TEXT = 'text/plain; version=0.0.4; charset=utf-8';
const OPEN_METRICS = { accept: 'application/openmetrics-text;version=1.0.0,text/plain;q=0.5' };
const opened: OperationsListener[] = [];

interface Listeners extends ExporterApps {
  readonly hostUrl: string;
  readonly gpuUrl: string;
}

async function appsOf(host: Collect, gpu: Collect): Promise<Listeners> {
  const { telemetry } = quietTelemetry();
  const runner = (name: string, namespace: string, collect: Collect) =>
    new CollectorRunner([{ name, collect }], { namespace, limitMs: 1000, logger: telemetry.logger });
  const apps = buildApps({
    telemetry,
    host: runner('vmstat', 'node', host),
    containers: runner('cgroup', 'container', async () => []),
    gpu: runner('simulator', 'gpu', gpu),
  });
  opened.push(apps.host, apps.gpu);
  const address = { host: '127.0.0.1', port: 0 };
  return { ...apps, hostUrl: await apps.host.listen(address), gpuUrl: await apps.gpu.listen(address) };
}

const healthy = () =>
  appsOf(
    async () => [untyped('node_vmstat_pgfault', 'Faults.', 3)],
    async () => [counter('DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION', 'Energy.', 5)],
  );

afterEach(async () => {
  for (const app of opened) app.server.closeAllConnections();
  await Promise.all(opened.splice(0).map((app) => app.close()));
});

describe('the host listener', () => {
  test('when Prometheus prefers OpenMetrics - then it still gets text, the machine and this process', async () => {
    const { hostUrl } = await healthy();
    const response = await fetch(`${hostUrl}/metrics`, { headers: OPEN_METRICS });
    const body = await response.text();
    expect(response.headers.get('content-type')).toBe(TEXT);
    expect(body).toContain('# TYPE node_vmstat_pgfault untyped\nnode_vmstat_pgfault 3\n');
    expect(body).toContain('node_scrape_collector_success{collector="vmstat"} 1\n');
    expect(body).toContain('# TYPE process_cpu_seconds_total counter\n');
    expect(body).not.toContain('# EOF');
    expect(body).not.toContain('DCGM_FI');
  });

  test('when a collector fails - then the answer is 200 and says which', async () => {
    const { hostUrl } = await appsOf(
      () => Promise.reject(new Error('no')),
      async () => [],
    );
    const response = await fetch(`${hostUrl}/metrics`);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('node_scrape_collector_success{collector="vmstat"} 0\n');
  });

  test('when only the head is asked for - then it is all that comes', async () => {
    const { hostUrl } = await healthy();
    const response = await fetch(`${hostUrl}/metrics`, { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(Number(response.headers.get('content-length'))).toBeGreaterThan(100);
    expect(await response.text()).toBe('');
  });
});

describe('the GPU listener', () => {
  test('when Prometheus prefers OpenMetrics - then DCGM counters keep their names and nothing else is there', async () => {
    const { gpuUrl } = await healthy();
    const response = await fetch(`${gpuUrl}/metrics`, { headers: OPEN_METRICS });
    const body = await response.text();
    expect(response.headers.get('content-type')).toBe(TEXT);
    expect(body).toContain('\nDCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION 5\n');
    expect(body).not.toContain('process_');
  });
});

describe('both listeners', () => {
  test('when all is well - then both are healthy and ready', async () => {
    const { hostUrl, gpuUrl } = await healthy();
    for (const url of [hostUrl, gpuUrl]) {
      expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'ok' });
      expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ status: 'ready' });
    }
  });

  test('when the service begins to close - then neither is ready', async () => {
    const { host, hostUrl, gpuUrl } = await healthy();
    host.readiness.close();
    for (const url of [hostUrl, gpuUrl]) {
      const response = await fetch(`${url}/readyz`);
      expect(response.status).toBe(503);
      expect(await response.json()).toEqual({ status: 'not_ready', reasons: ['closing'] });
    }
  });

  test('when a path does not exist - then both answer in the shape of every error', async () => {
    const { hostUrl, gpuUrl } = await healthy();
    for (const url of [hostUrl, gpuUrl]) {
      const response = await fetch(`${url}/nothing?x=1`);
      expect(response.status).toBe(404);
      expect(await response.json()).toEqual({
        error: { code: 'NOT_FOUND', message: 'no route GET /nothing' },
      });
    }
  });
});
