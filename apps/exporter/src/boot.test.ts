import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';

const FOLDER = fileURLToPath(new URL('..', import.meta.url));
const SETTINGS = {
  PORT: '0',
  GPU_PORT: '0',
  GPU_SOURCE: 'simulator',
  USER_ID_SALT: 'a salt for tests only',
  OTEL_SDK_DISABLED: 'true',
};
const DEADLINE_MS = 20_000;

const children: ChildProcess[] = [];

function start(settings: Record<string, string>) {
  const child = spawn(process.execPath, ['--import', '@lab/instrumentation/register', 'src/server.ts'], {
    cwd: FOLDER,
    env: { PATH: process.env.PATH ?? '', ...settings },
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
  return { child, output };
}

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

test('exporter - when started by plain Node and told to stop - then both listeners answer and it exits with 0', async () => {
  const { child, output } = start(SETTINGS);
  await expect.poll(() => output.out, { timeout: DEADLINE_MS }).toContain('"event_type":"service_listening"');
  // The GPU listener is opened first.
  const [gpu, host] = [...output.out.matchAll(/Server listening at (http:\/\/127\.0\.0\.1:\d+)/g)].map(
    ([, url]) => url,
  );

  for (const url of [host, gpu]) {
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
  }
  const hostMetrics = await (await fetch(`${host}/metrics`)).text();
  expect(hostMetrics).toMatch(/^node_uname_info\{.*\} 1$/m);
  expect(hostMetrics).toMatch(/^node_cpu_seconds_total\{cpu="\d+",mode="idle"\} [\d.]+$/m);
  expect(await (await fetch(`${gpu}/metrics`)).text()).toMatch(/^gpu_info\{.*source="simulator"\} 1$/m);

  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
}, 30_000);

test('exporter - when its settings are wrong - then it names every mistake and exits with 1', async () => {
  const { child, output } = start({ GPU_SOURCE: 'dcgm', COLLECTORS: 'cpu,memory' });
  const [code] = await once(child, 'exit');
  expect(code).toBe(1);
  for (const key of ['PORT', 'USER_ID_SALT', 'GPU_SOURCE', 'COLLECTORS']) {
    expect(output.err).toContain(`- ${key} `);
  }
}, 30_000);
