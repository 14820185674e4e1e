import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test, vi } from 'vitest';

const FOLDER = fileURLToPath(new URL('..', import.meta.url));
const VALID = { PORT: '0', USER_ID_SALT: 'a salt for tests only', OTEL_SDK_DISABLED: 'true' };
const DEADLINE = { timeout: 20_000 };
vi.setConfig({ testTimeout: 30_000 });

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function start(env: Record<string, string>) {
  const child = spawn(process.execPath, ['--import', '@lab/instrumentation/register', 'test/shop.ts'], {
    cwd: FOLDER,
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const output = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    output.out += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    output.err += String(chunk);
  });
  const lines = (): Record<string, unknown>[] =>
    output.out
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  const events = (): unknown[] => lines().map((line) => line.event_type);
  const listening = async (): Promise<string> => {
    await expect.poll(events, DEADLINE).toContain('service_listening');
    return String(lines().find((line) => line.event_type === 'service_listening')?.listening_on);
  };
  const exit = async (): Promise<number | null> => (await once(child, 'close'))[0];
  return { child, output, lines, events, listening, exit };
}

describe('the end', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    'runService - when %s comes - then it drains, answers, closes its adapters and exits with 0, in this order',
    async (signal) => {
      const { child, events, lines, listening, exit, output } = start({ ...VALID, SHUTDOWN_DRAIN_MS: '800' });
      const url = await listening();
      expect((await fetch(`${url}/readyz`)).status).toBe(200);
      const open = fetch(`${url}/slow`);
      child.kill(signal);
      await expect.poll(async () => (await fetch(`${url}/readyz`)).status, DEADLINE).toBe(503);
      expect((await open).status).toBe(200);
      expect(await exit()).toBe(0);
      const told = events().filter((event) => event !== undefined);
      expect(told).toEqual([
        'service_listening',
        'service_closing',
        'http_request',
        'adapter_closed',
        'service_closed',
      ]);
      expect(lines().find((line) => line.event_type === 'service_closing')).toMatchObject({ signal });
      expect(output.err).toBe('');
    },
  );

  test('runService - when SIGTERM comes before it listens - then it ends all the same', async () => {
    const { child, events, exit } = start({ ...VALID, MISFORTUNE: 'slow' });
    await expect.poll(events, DEADLINE).toContain('building');
    child.kill('SIGTERM');
    expect(await exit()).toBe(0);
    expect(events()).toEqual(['building', 'service_closing', 'service_closed']);
  });

  test('runService - when an error is caught by nobody - then it is logged, everything is closed, and the exit code is 1', async () => {
    const { events, lines, listening, exit } = start(VALID);
    await fetch(`${await listening()}/crash`, { method: 'POST' });
    expect(await exit()).toBe(1);
    expect(lines().find((line) => line.event_type === 'service_failed')).toMatchObject({
      level: 'fatal',
      message: 'unexpected error, closing',
      error: { type: 'Error', message: 'nobody caught this', stack: expect.stringContaining('shop.ts') },
    });
    expect(events().slice(-2)).toEqual(['adapter_closed', 'service_closed']);
  });
});

describe('a start that fails', () => {
  test('runService - when the configuration is wrong - then every mistake is on standard error and the exit code is 1', async () => {
    const { output, exit } = start({ LOG_LEVEL: 'loud', MISFORTUNE: 'many', SHUTDOWN_DRAIN_MS: '1s' });
    expect(await exit()).toBe(1);
    expect(output.out).toBe('');
    const [heading, ...problems] = output.err.trimEnd().split('\n');
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
    const { output, exit } = start({ ...VALID, MISFORTUNE: 'config' });
    expect(await exit()).toBe(1);
    expect(output.err).toBe('configuration: 1 problem\n  - MODEL_PATH is no folder\n');
  });

  test('runService - when the port is taken - then one line says so, adapters are closed and the exit code is 1', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const port = String((other.address() as AddressInfo).port);
    const { lines, events, output, exit } = start({ ...VALID, PORT: port });
    expect(await exit()).toBe(1);
    other.close();
    expect(events()).toEqual(['service_failed', 'adapter_closed']);
    expect(lines()[0]).toMatchObject({
      level: 'fatal',
      message: 'start failed',
      error: { code: 'EADDRINUSE', message: expect.stringContaining(port) },
    });
    expect(output.err).toBe('');
  });

  test('runService - when the application cannot be built - then the filtered error is logged and the exit code is 1', async () => {
    const { lines, output, exit } = start({ ...VALID, MISFORTUNE: 'build' });
    expect(await exit()).toBe(1);
    expect(lines()).toHaveLength(1);
    expect(lines()[0]).toMatchObject({
      event_type: 'service_failed',
      error: { message: 'no model for [redacted:email]' },
    });
    expect(output.err).toBe('');
  });
});
