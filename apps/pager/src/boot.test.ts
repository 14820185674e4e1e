import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OtlpCollector, type ServiceProcess, startServiceProcess } from '@lab/instrumentation/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { webhook } from '../test/webhook.ts';

const SALT = 'a salt for tests only';

describe('the service as a process', { timeout: 60_000 }, () => {
  let collector: OtlpCollector;
  let folder: string;
  let service: ServiceProcess | undefined;

  beforeAll(async () => {
    collector = await OtlpCollector.start();
    folder = mkdtempSync(join(tmpdir(), 'lab-pager-'));
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
        OTEL_SERVICE_NAME: 'pager',
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
        ...env,
      },
    });
    return service;
  };

  it('boot - when it is killed and started again - then what was acknowledged is still there, and SIGTERM ends with 0', async () => {
    const env = { USER_ID_SALT: SALT, PAGER_SMTP_PORT: '0', PAGER_STATE_DIR: folder };
    const first = start(env);
    const url = await first.ready();
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const delivered = await fetch(`${url}/webhook`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(webhook({ alertname: 'HighErrorRate' })),
    });
    expect(delivered.status).toBe(200);
    first.signal('SIGKILL');
    await first.exitCode();

    const second = start(env);
    const { notifications } = (await (await fetch(`${await second.ready()}/api/notifications`)).json()) as {
      notifications: { alertname: string }[];
    };
    expect(notifications.map(({ alertname }) => alertname)).toEqual(['HighErrorRate']);
    expect(await second.stop()).toBe(0);
  });

  it('boot - when the configuration is wrong - then exits with 1 and names every mistake', async () => {
    const process = start({ PAGER_SMTP_PORT: 'mail', LAB_TIMING: 'slow', DOCS_URL: 'ftp://docs' });
    expect(await process.exitCode()).toBe(1);
    for (const key of ['PAGER_SMTP_PORT', 'PAGER_STATE_DIR', 'LAB_TIMING', 'DOCS_URL', 'USER_ID_SALT'])
      expect(process.stderr).toContain(key);
  });
});
