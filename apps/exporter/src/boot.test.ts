import { type ServiceProcess, startServiceProcess } from '@lab/instrumentation/testing';
import { afterEach, expect, test } from 'vitest';

const SETTINGS = {
  PORT: '0',
  GPU_PORT: '0',
  GPU_SOURCE: 'simulator',
  USER_ID_SALT: 'a salt for tests only',
  OTEL_SDK_DISABLED: 'true',
};
const DEADLINE_MS = 20_000;

let exporter: ServiceProcess | undefined;
afterEach(() => exporter?.kill());

function start(env: Record<string, string>): ServiceProcess {
  exporter = startServiceProcess({ folder: new URL('..', import.meta.url), env });
  return exporter;
}

test('exporter - when started by plain Node and told to stop - then both listeners answer and it exits with 0', async () => {
  const process = start(SETTINGS);
  await expect
    .poll(() => process.stdout, { timeout: DEADLINE_MS })
    .toContain('"event_type":"service_listening"');
  // The GPU listener is opened first.
  const [gpu, host] = process.lines
    .filter(({ event_type }) => event_type === 'listener_opened')
    .map(({ listening_on }) => String(listening_on));

  for (const url of [host, gpu]) {
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
  }
  const hostMetrics = await (await fetch(`${host}/metrics`)).text();
  expect(hostMetrics).toMatch(/^node_uname_info\{.*\} 1$/m);
  expect(hostMetrics).toMatch(/^node_cpu_seconds_total\{cpu="\d+",mode="idle"\} [\d.]+$/m);
  expect(await (await fetch(`${gpu}/metrics`)).text()).toMatch(/^gpu_info\{.*source="simulator"\} 1$/m);

  expect(await process.stop()).toBe(0);
}, 30_000);

test('exporter - when its settings are wrong - then it names every mistake and exits with 1', async () => {
  const process = start({ GPU_SOURCE: 'dcgm', COLLECTORS: 'cpu,memory' });
  expect(await process.exitCode()).toBe(1);
  for (const key of ['PORT', 'USER_ID_SALT', 'GPU_SOURCE', 'COLLECTORS']) {
    expect(process.stderr).toContain(`- ${key} `);
  }
}, 30_000);
