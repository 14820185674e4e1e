/** The command line as a person uses it: a lab of plain processes, without any engine, in a folder of its own. */

import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { poll } from '@lab/engine-clients';
import { freeOffset } from '@lab/test-telemetry/free-offset';
import { execa } from 'execa';
import { afterAll, afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { EXIT } from './exit-codes.ts';
import type { ComponentStatus, LabStatus } from './lab-status.ts';
import { findOnPath } from './native/find-on-path.ts';
import { type LabState, readLabState } from './native/lab-state.ts';
import { identify } from './native/process-identity.ts';
import { REPOSITORY_ROOT, readSettings } from './settings.ts';
import { statePaths } from './state-dir.ts';

const folder = mkdtempSync(join(tmpdir(), 'lab integration-'));
const bin = join(folder, 'bin');
const environment = {
  // Only what macOS needs to look at processes: no Go, no Docker, no engine.
  PATH: bin,
  HOME: folder,
  XDG_CACHE_HOME: join(folder, 'cache'),
  LAB_STATE_DIR: join(folder, 'state'),
  LAB_PORT_OFFSET: String(await freeOffset()),
};
const settings = readSettings(environment);
const paths = statePaths(settings);

mkdirSync(bin);
for (const tool of ['ps', 'lsof']) {
  const found = findOnPath(tool);
  if (found !== undefined) symlinkSync(found, join(bin, tool));
}

function lab(...args: string[]) {
  const main = join(REPOSITORY_ROOT, 'apps/lab/src/main.ts');
  return execa(process.execPath, [main, ...args], { reject: false, extendEnv: false, env: environment });
}

async function status(): Promise<LabStatus> {
  return JSON.parse((await lab('status', '--json')).stdout) as LabStatus;
}

function find(found: LabStatus, name: string): ComponentStatus {
  const component = found.components.find((candidate) => candidate.name === name);
  if (component === undefined) throw new Error(`no ${name} in ${JSON.stringify(found)}`);
  return component;
}

function pidsOf(found: LabStatus): number[] {
  return found.components.flatMap(({ pid }) => (pid === undefined ? [] : [pid]));
}

function expectNothingLeft(pids: readonly number[]): void {
  expect(pids.length).toBeGreaterThan(0);
  expect(pids.filter((pid) => identify(pid) !== undefined)).toEqual([]);
  expect(existsSync(paths.run) ? readdirSync(paths.run) : []).toEqual([]);
}

afterEach(async () => {
  await lab('down');
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('./lab without Docker and without engines', { timeout: 240_000 }, () => {
  test('when nothing runs - then status says so with exit code 3, and down has nothing to do', async () => {
    const asked = await lab('status', '--json');
    expect(asked.exitCode).toBe(EXIT.notRunning);
    expect(JSON.parse(asked.stdout)).toMatchObject({
      error: { code: 'NOT_RUNNING', hint: expect.stringContaining('./lab up') },
    });
    expect(await lab('down', '--json')).toMatchObject({
      exitCode: EXIT.ok,
      stdout: expect.stringContaining('false'),
    });
  });

  test('when it is started - then services are ready, engines are told missing, a killed process comes back, and down leaves nothing', async () => {
    const started = await lab('up', '--json');
    expect(started.stderr).toBe('');
    expect(started.exitCode).toBe(EXIT.ok);
    const up = JSON.parse(started.stdout) as LabStatus;
    for (const name of [
      'postgres',
      'features',
      'inference',
      'monitor',
      'autopilot',
      'exporter',
      'traffic',
      'pager',
      'site',
    ])
      expect(find(up, name)).toMatchObject({ ready: true, restarts: 0, memoryBytes: expect.any(Number) });
    for (const name of ['prometheus', 'alertmanager', 'loki', 'collector', 'jaeger'])
      expect(find(up, name)).toMatchObject({
        state: 'missing',
        detail: expect.stringContaining('install Go'),
      });

    const again = await lab('up');
    expect(again).toMatchObject({ exitCode: EXIT.ok, stdout: expect.stringContaining('already running') });
    expect(pidsOf(await status()).sort()).toEqual(pidsOf(up).sort());

    for (const name of ['inference', 'postgres']) process.kill(pidOf(up, name), 'SIGKILL');
    const healed = await poll(
      async () => {
        const now = await status();
        const back = ['inference', 'postgres', 'features'].every((name) => find(now, name).ready);
        return back && find(now, 'inference').restarts === 1 ? now : undefined;
      },
      { timeoutMs: 60_000, intervalMs: 300, waitingFor: 'the killed processes to come back' },
    );

    const line = readFileSync(join(paths.logs, 'inference.jsonl'), 'utf8').split('\n')[0] ?? '';
    expect(JSON.parse(line)).toMatchObject({ service: 'inference', message: expect.any(String) });
    expect((await lab('logs', 'inference', '-n', '5')).stdout.split('\n')).toHaveLength(5);

    expect((await lab('down')).exitCode).toBe(EXIT.ok);
    expectNothingLeft(pidsOf(healed));
    expect(existsSync(join(paths.data, 'pglite'))).toBe(true);
  });

  test('when ctrl-C comes while it starts - then nothing is left behind', async () => {
    const starting = lab('up');
    const state = await poll<LabState>(
      () => {
        const found = readLabState(paths.stateFile);
        const own = found?.components.filter(({ kind }) => kind !== 'engine') ?? [];
        return own.length > 0 && own.every((component) => component.process !== undefined)
          ? found
          : undefined;
      },
      { timeoutMs: 30_000, intervalMs: 20, waitingFor: 'the processes to be started' },
    );
    starting.kill('SIGINT');
    const ended = await starting;
    expect(ended).toMatchObject({
      exitCode: EXIT.interrupted,
      stderr: expect.stringContaining('nothing is left running'),
    });
    expectNothingLeft([
      state.supervisor.pid,
      ...state.components.flatMap(({ process: found }) => found?.pid ?? []),
    ]);
  });

  test('when the supervisor is killed - then status says so, and up takes over', async () => {
    await lab('up');
    const before = await status();
    process.kill(pidOf(before, 'supervisor'), 'SIGKILL');
    await poll(() => (identify(pidOf(before, 'supervisor')) === undefined ? true : undefined), {
      timeoutMs: 5000,
      waitingFor: 'the supervisor to die',
    });
    const asked = await lab('status', '--json');
    expect(asked.exitCode).toBe(EXIT.notRunning);
    expect(JSON.parse(asked.stdout)).toMatchObject({ error: { code: 'SUPERVISOR_DIED' } });
    expect((await lab('up')).exitCode).toBe(EXIT.ok);
    const old = new Set(pidsOf(before));
    expect(pidsOf(await status()).filter((pid) => old.has(pid))).toEqual([]);
    expect([...old].filter((pid) => identify(pid) !== undefined)).toEqual([]);
  });

  test('when somebody else has a port - then up names the port and the holder, and starts nothing', async () => {
    const server = createServer().listen(settings.ports.INFERENCE_PORT, '127.0.0.1');
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const refused = await lab('up', '--json');
    expect(refused.exitCode).toBe(EXIT.failed);
    expect(JSON.parse(refused.stdout)).toMatchObject({
      error: {
        code: 'PORTS_TAKEN',
        message: expect.stringContaining(
          `INFERENCE_PORT ${settings.ports.INFERENCE_PORT} is taken by pid ${process.pid}`,
        ),
      },
    });
    expect(existsSync(paths.pidFile)).toBe(false);
  });

  test('when it is stopped with --volumes - then its folder is gone', async () => {
    mkdirSync(paths.data, { recursive: true });
    await lab('down', '--volumes');
    expect(existsSync(settings.stateDir)).toBe(false);
  });
});

function pidOf(found: LabStatus, name: string): number {
  const { pid } = find(found, name);
  if (pid === undefined) throw new Error(`${name} has no pid`);
  return pid;
}
