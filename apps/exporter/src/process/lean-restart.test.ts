import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServiceProcess, startServiceProcess } from '@lab/instrumentation/testing';
import { afterEach, describe, expect, test } from 'vitest';

const TOKEN = 'a token from a file, for tests only';
const SALT = 'a salt from a file, for tests only';
const folder = mkdtempSync(join(tmpdir(), 'exporter-restart-'));
const fileOf = (name: string, text: string): string => {
  writeFileSync(join(folder, name), `${text}\n`);
  return join(folder, name);
};

let exporter: ServiceProcess | undefined;
afterEach(() => exporter?.kill());
afterEach(() => rmSync(join(folder, 'cache'), { recursive: true, force: true }));

async function start(env: Record<string, string> = {}) {
  exporter = startServiceProcess({
    folder: new URL('../..', import.meta.url),
    env: {
      PORT: '0',
      GPU_PORT: '0',
      GPU_SOURCE: 'simulator',
      USER_ID_SALT_FILE: fileOf('salt', SALT),
      ADMIN_TOKEN_FILE: fileOf('token', TOKEN),
      NODE_COMPILE_CACHE: join(folder, 'cache'),
      ...env,
    },
  });
  await exporter.ready();
  const [gpu] = exporter.lines.filter(({ event_type }) => event_type === 'listener_opened');
  const put = (token: string) =>
    fetch(`${gpu?.listening_on}/admin/simulator`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}` },
      body: '{"scenario":"low_memory"}',
    });
  return { process: exporter, put };
}

describe.runIf(process.platform === 'linux')('the exporter', () => {
  test('when it is started - then the process that was started exports, without what preloads the tracing SDK', async () => {
    const { process: child } = await start();
    const command = readFileSync(`/proc/${child.pid}/cmdline`, 'utf8').split('\0');
    expect(command.some((part) => part.endsWith('/src/main.ts'))).toBe(true);
    expect(command).not.toContain('@lab/instrumentation/register');
    expect(await child.stop()).toBe(0);
  }, 30_000);

  test('when secrets come from files - then they are known to it, and not in its environment', async () => {
    const { process: child, put } = await start({ FAULT_INJECTION: 'true' });
    expect((await put(TOKEN)).status).toBe(200);
    expect((await put('a wrong token')).status).toBe(401);
    const environment = readFileSync(`/proc/${child.pid}/environ`, 'utf8');
    expect(environment).not.toContain(TOKEN);
    expect(environment).not.toContain(SALT);
  }, 30_000);

  test('when drills are not allowed - then there is no switch, whatever the token', async () => {
    const { put } = await start();
    expect((await put(TOKEN)).status).toBe(404);
  }, 30_000);
});
