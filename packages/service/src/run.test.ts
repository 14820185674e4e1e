import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ServiceProcess, startServiceProcess } from '@lab/instrumentation/testing';
import { afterEach, describe, expect, test, vi } from 'vitest';

const VALID = { PORT: '0', USER_ID_SALT: 'a salt for tests only', OTEL_SDK_DISABLED: 'true' };
const DEADLINE = { timeout: 20_000 };
vi.setConfig({ testTimeout: 30_000 });

const shops: ServiceProcess[] = [];
afterEach(() => {
  for (const shop of shops.splice(0)) shop.kill();
});

function start(env: Record<string, string>) {
  const shop = startServiceProcess({ folder: new URL('..', import.meta.url), entry: 'test/shop.ts', env });
  shops.push(shop);
  const events = (): unknown[] => shop.lines.map((line) => line.event_type);
  return { shop, events };
}

describe('the end', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    'runService - when %s comes - then it drains, answers, closes its adapters and exits with 0, in this order',
    async (signal) => {
      const { shop, events } = start({ ...VALID, SHUTDOWN_DRAIN_MS: '800' });
      const url = await shop.url();
      expect((await fetch(`${url}/readyz`)).status).toBe(200);
      const open = fetch(`${url}/slow`);
      shop.signal(signal);
      await expect.poll(async () => (await fetch(`${url}/readyz`)).status, DEADLINE).toBe(503);
      expect((await open).status).toBe(200);
      expect(await shop.exitCode()).toBe(0);
      const told = events().filter((event) => event !== undefined);
      expect(told).toEqual([
        'service_listening',
        'service_closing',
        'http_request',
        'adapter_closed',
        'service_closed',
      ]);
      expect(shop.lines.find((line) => line.event_type === 'service_closing')).toMatchObject({ signal });
      expect(shop.stderr).toBe('');
    },
  );

  test('runService - when SIGTERM comes before it listens - then it ends all the same', async () => {
    const { shop, events } = start({ ...VALID, MISFORTUNE: 'slow' });
    await expect.poll(events, DEADLINE).toContain('building');
    shop.signal('SIGTERM');
    expect(await shop.exitCode()).toBe(0);
    expect(events()).toEqual(['building', 'service_closing', 'service_closed']);
  });

  test('runService - when an error is caught by nobody - then it is logged, everything is closed, and the exit code is 1', async () => {
    const { shop, events } = start(VALID);
    await fetch(`${await shop.url()}/crash`, { method: 'POST' });
    expect(await shop.exitCode()).toBe(1);
    expect(shop.lines.find((line) => line.event_type === 'service_failed')).toMatchObject({
      level: 'fatal',
      message: 'unexpected error, closing',
      error: { type: 'Error', message: 'nobody caught this', stack: expect.stringContaining('shop.ts') },
    });
    expect(events().slice(-2)).toEqual(['adapter_closed', 'service_closed']);
  });
});

describe('a start that fails', () => {
  test('runService - when the configuration is wrong - then every mistake is on standard error and the exit code is 1', async () => {
    const { shop } = start({ LOG_LEVEL: 'loud', MISFORTUNE: 'many', SHUTDOWN_DRAIN_MS: '1s' });
    expect(await shop.exitCode()).toBe(1);
    expect(shop.stdout).toBe('');
    const [heading, ...problems] = shop.stderr.trimEnd().split('\n');
    expect(heading).toBe('configuration: 5 problems');
    expect(problems.map((problem) => problem.split(' ').slice(0, 4).join(' ')).sort()).toEqual([
      '  - LOG_LEVEL',
      '  - MISFORTUNE',
      '  - PORT',
      '  - SHUTDOWN_DRAIN_MS',
      '  - USER_ID_SALT',
    ]);
  });

  test('runService - when the application finds its configuration wrong - then it is told in the same way', async () => {
    const { shop } = start({ ...VALID, MISFORTUNE: 'config' });
    expect(await shop.exitCode()).toBe(1);
    expect(shop.stderr).toBe('configuration: 1 problem\n  - MODEL_PATH is no folder\n');
  });

  test('runService - when the port is taken - then one line says so, adapters are closed and the exit code is 1', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const port = String((other.address() as AddressInfo).port);
    const { shop, events } = start({ ...VALID, PORT: port });
    expect(await shop.exitCode()).toBe(1);
    other.close();
    expect(events()).toEqual(['service_failed', 'adapter_closed']);
    expect(shop.lines[0]).toMatchObject({
      level: 'fatal',
      message: 'start failed',
      error: { code: 'EADDRINUSE', message: expect.stringContaining(port) },
    });
    expect(shop.stderr).toBe('');
  });

  test('runService - when the application cannot be built - then the filtered error is logged and the exit code is 1', async () => {
    const { shop } = start({ ...VALID, MISFORTUNE: 'build' });
    expect(await shop.exitCode()).toBe(1);
    expect(shop.lines).toHaveLength(1);
    expect(shop.lines[0]).toMatchObject({
      event_type: 'service_failed',
      error: { message: 'no model for [redacted:email]' },
    });
    expect(shop.stderr).toBe('');
  });
});
