import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OtlpCollector, type ServiceProcess, startServiceProcess } from '@lab/instrumentation/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

describe('the service as a process', { timeout: 60_000 }, () => {
  let collector: OtlpCollector;
  let folder: string;
  let service: ServiceProcess | undefined;

  beforeAll(async () => {
    collector = await OtlpCollector.start();
    folder = mkdtempSync(join(tmpdir(), 'lab-site-'));
  }, 60_000);

  afterEach(() => {
    service?.kill();
  });

  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await collector?.stop();
  });

  const start = (env: Record<string, string>): ServiceProcess => {
    service = startServiceProcess({
      folder: new URL('..', import.meta.url),
      env: {
        PORT: '0',
        OTEL_SERVICE_NAME: 'site',
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
        ...env,
      },
    });
    return service;
  };

  it('boot - when there is a site - then it is served, and SIGTERM ends with 0', async () => {
    writeFileSync(join(folder, 'index.html'), '<h1>The lab</h1>');
    const process = start({ USER_ID_SALT: 'a salt for tests only', SITE_FOLDER: folder });
    const url = await process.ready();
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect(await (await fetch(url)).text()).toContain('The lab');
    expect(await process.stop()).toBe(0);
  });

  it('boot - when the configuration is wrong - then exits with 1 and names every mistake', async () => {
    const process = start({ LAB_TIMING: 'slow', LAB_PORTS: 'PROMETHEUS_PORT' });
    expect(await process.exitCode()).toBe(1);
    for (const key of ['SITE_FOLDER', 'LAB_TIMING', 'LAB_PORTS', 'USER_ID_SALT'])
      expect(process.stderr).toContain(key);
  });
});
