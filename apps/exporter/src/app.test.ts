import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, test } from 'vitest';
import { quietTelemetry } from '../test/quiet-telemetry.ts';
import { buildApps, type ExporterApps } from './app.ts';
import { counter, untyped } from './exposition/metric-family.ts';
import type { Collect } from './registry/collector.ts';
import { CollectorRunner } from './registry/collector-runner.ts';

const TEXT = 'text/plain; version=0.0.4; charset=utf-8';
const opened: FastifyInstance[] = [];

async function appsOf(host: Collect, gpu: Collect): Promise<ExporterApps> {
  const { telemetry } = quietTelemetry();
  const runner = (name: string, namespace: string, collect: Collect) =>
    new CollectorRunner([{ name, collect }], { namespace, limitMs: 1000, logger: telemetry.logger });
  const apps = await buildApps({
    telemetry,
    host: runner('vmstat', 'node', host),
    gpu: runner('simulator', 'gpu', gpu),
  });
  opened.push(apps.host);
  return apps;
}

const healthy = () =>
  appsOf(
    async () => [untyped('node_vmstat_pgfault', 'Faults.', 3)],
    async () => [counter('DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION', 'Energy.', 5)],
  );

afterEach(async () => {
  await Promise.all(opened.splice(0).map((app) => app.close()));
});

describe('the host listener', () => {
  test('when Prometheus prefers OpenMetrics - then it still gets text, the machine and this process', async () => {
    const { host } = await healthy();
    const response = await host.inject({
      url: '/metrics',
      headers: { accept: 'application/openmetrics-text;version=1.0.0,text/plain;q=0.5' },
    });
    expect(response.headers['content-type']).toBe(TEXT);
    expect(response.body).toContain('# TYPE node_vmstat_pgfault untyped\nnode_vmstat_pgfault 3\n');
    expect(response.body).toContain('node_scrape_collector_success{collector="vmstat"} 1\n');
    expect(response.body).toContain('# TYPE process_cpu_seconds_total counter\n');
    expect(response.body).not.toContain('# EOF');
    expect(response.body).not.toContain('DCGM_FI');
  });

  test('when a collector fails - then the answer is 200 and says which', async () => {
    const { host } = await appsOf(
      () => Promise.reject(new Error('no')),
      async () => [],
    );
    const response = await host.inject('/metrics');
    expect(response.statusCode).toBe(200);
    expect(response.body).toContain('node_scrape_collector_success{collector="vmstat"} 0\n');
  });
});

describe('the GPU listener', () => {
  test('when Prometheus prefers OpenMetrics - then DCGM counters keep their names and nothing else is there', async () => {
    const { gpu } = await healthy();
    const response = await gpu.inject({
      url: '/metrics',
      headers: { accept: 'application/openmetrics-text;version=1.0.0,text/plain;q=0.5' },
    });
    expect(response.headers['content-type']).toBe(TEXT);
    expect(response.body).toContain('\nDCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION 5\n');
    expect(response.body).not.toContain('process_');
  });
});

describe('both listeners', () => {
  test('when all is well - then both are healthy and ready', async () => {
    const apps = await healthy();
    for (const app of [apps.host, apps.gpu]) {
      expect((await app.inject('/healthz')).json()).toEqual({ status: 'ok' });
      expect((await app.inject('/readyz')).json()).toEqual({ status: 'ready' });
    }
  });

  test('when the service begins to close - then neither is ready', async () => {
    const apps = await healthy();
    apps.host.readiness.close();
    for (const app of [apps.host, apps.gpu]) {
      const response = await app.inject('/readyz');
      expect(response.statusCode).toBe(503);
      expect(response.json()).toEqual({ status: 'not_ready', reasons: ['closing'] });
    }
  });

  test('when a path does not exist - then both answer in the shape of every error', async () => {
    const apps = await healthy();
    for (const app of [apps.host, apps.gpu]) {
      const response = await app.inject('/nothing');
      expect(response.statusCode).toBe(404);
      expect(response.json()).toMatchObject({ error: { code: 'NOT_FOUND' } });
    }
  });
});
