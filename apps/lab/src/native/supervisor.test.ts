import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { poll } from '@lab/engine-clients';
import { freePort } from '@lab/engine-clients/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { tempDir } from '../testing/temp-dir.ts';
import type { ComponentSnapshot } from './lab-state.ts';
import type { ProcessDefinition } from './process-definition.ts';
import { identify } from './process-identity.ts';
import { Supervisor } from './supervisor.ts';

const QUICK = { firstPauseMs: 20, longestPauseMs: 80, forgiveAfterMs: 60_000 };

/** Listens on PORT, notes its start and its end in JOURNAL. */
const LISTENING_CHILD = `
  const { appendFileSync } = require('node:fs');
  const note = (text) => appendFileSync(process.env.JOURNAL, text + ' ' + process.env.NAME + '\\n');
  const server = require('node:net').createServer((socket) => socket.end());
  server.listen(Number(process.env.PORT), '127.0.0.1', () => note('start'));
  process.on('SIGTERM', () => setTimeout(() => { note('end'); process.exit(0); }, 30));
`;

interface Bench {
  readonly supervisor: Supervisor;
  readonly journal: () => string[];
  run(name: string, script: string, more?: Partial<ProcessDefinition>): Promise<void>;
  snapshot(name: string): ComponentSnapshot | undefined;
  until(name: string, check: (component: ComponentSnapshot) => boolean): Promise<ComponentSnapshot>;
}

function bench(): Bench {
  const folder = tempDir();
  const journal = join(folder, 'journal');
  appendFileSync(journal, '');
  const supervisor = new Supervisor(() => undefined, QUICK);
  onTestFinished(() => supervisor.stop());
  const snapshot = (name: string): ComponentSnapshot | undefined =>
    supervisor.snapshots().find((component) => component.name === name);
  return {
    supervisor,
    snapshot,
    journal: () => readFileSync(journal, 'utf8').trim().split('\n'),
    async run(name, script, more = {}) {
      const port = await freePort();
      supervisor.run({
        name,
        kind: 'service',
        version: '1',
        command: process.execPath,
        args: ['-e', script],
        cwd: folder,
        env: { JOURNAL: journal, NAME: name, PORT: String(port) },
        ports: [port],
        readiness: { kind: 'tcp', port },
        stdout: join(folder, `${name}.out`),
        stderr: join(folder, `${name}.err`),
        stopStage: 0,
        stopGraceMs: 5000,
        ...more,
      });
    },
    until: (name, check) =>
      poll(
        () => {
          const component = snapshot(name);
          return component !== undefined && check(component) ? component : undefined;
        },
        { timeoutMs: 15_000, intervalMs: 10, waitingFor: `${name}, now ${JSON.stringify(snapshot(name))}` },
      ),
  };
}

const isReady = ({ state }: ComponentSnapshot): boolean => state === 'ready';

describe('Supervisor', () => {
  test('when a process answers - then it is ready, with pid and time', async () => {
    const { run, until } = bench();
    await run('a', LISTENING_CHILD);
    const ready = await until('a', isReady);
    expect(ready.readyAfterMs).toBeGreaterThan(0);
    expect(identify(ready.process?.pid ?? 0)).toEqual(ready.process);
  });

  test('when a process is killed - then another takes its place', async () => {
    const { run, until } = bench();
    await run('a', LISTENING_CHILD);
    const first = await until('a', isReady);
    process.kill(first.process?.pid ?? 0, 'SIGKILL');
    const second = await until('a', (component) => isReady(component) && component.restarts === 1);
    expect(second.process?.pid).not.toBe(first.process?.pid);
  });

  test('when a process ends again and again - then the pauses grow to the longest', async () => {
    const { run, until } = bench();
    await run('a', 'process.exit(3)');
    await until('a', ({ restarts }) => restarts >= 3);
    const { detail } = await until('a', ({ state, restarts }) => state === 'waiting' && restarts >= 3);
    expect(detail).toBe('exited with code 3; starts again in 0.08 s');
  });

  test('when the program does not exist - then the reason is told and it is tried again', async () => {
    const { run, until } = bench();
    await run('a', '', { command: '/nonexistent/program' });
    const { detail } = await until('a', ({ state, restarts }) => state === 'waiting' && restarts > 0);
    expect(detail).toContain('ENOENT');
  });

  test('when preparing fails - then the process waits with the reason instead of starting', async () => {
    const { run, until, journal } = bench();
    await run('a', LISTENING_CHILD, {
      prepare: () => {
        throw new Error('disk full');
      },
    });
    const { detail } = await until('a', ({ state }) => state === 'waiting');
    expect(detail).toContain('cannot prepare: disk full');
    expect(journal()).toEqual(['']);
  });

  test('when all stop - then stages end one after the other', async () => {
    const { supervisor, run, until, journal } = bench();
    await run('store', LISTENING_CHILD, { stopStage: 2 });
    await run('customer', LISTENING_CHILD, { stopStage: 0 });
    await run('server', LISTENING_CHILD, { stopStage: 1 });
    for (const name of ['store', 'customer', 'server']) await until(name, isReady);
    await supervisor.stop();
    expect(journal().filter((line) => line.startsWith('end'))).toEqual([
      'end customer',
      'end server',
      'end store',
    ]);
    expect(supervisor.snapshots().map(({ state }) => state)).toEqual(['stopped', 'stopped', 'stopped']);
  });

  test('when a process ignores SIGTERM - then it is killed after its grace', async () => {
    const { supervisor, run, until, snapshot } = bench();
    const deaf = LISTENING_CHILD.replace(/process\.on\('SIGTERM'.*/, "process.on('SIGTERM', () => {});");
    await run('deaf', deaf, { stopGraceMs: 100 });
    const { process: found } = await until('deaf', isReady);
    await supervisor.stop();
    expect(snapshot('deaf')?.detail).toMatch(/^killed after \d+ ms$/);
    expect(identify(found?.pid ?? 0)).toBeUndefined();
  });

  test('when a process has started others - then none of them is left after the stop', async () => {
    const { supervisor, run, until, journal } = bench();
    const parent = `
      const { appendFileSync } = require('node:fs');
      const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
      appendFileSync(process.env.JOURNAL, 'child ' + child.pid + '\\n');
      require('node:net').createServer().listen(Number(process.env.PORT), '127.0.0.1');
    `;
    await run('parent', parent);
    await until('parent', isReady);
    const child = Number(journal()[0]?.split(' ')[1]);
    expect(identify(child)).toBeDefined();
    await supervisor.stop();
    await poll(() => (identify(child) === undefined ? true : undefined), {
      timeoutMs: 5000,
      waitingFor: 'the grandchild to end',
    });
  });

  test('when the supervisor stops while a process waits for its restart - then it is not started again', async () => {
    const { supervisor, run, until, snapshot } = bench();
    await run('a', 'process.exit(1)');
    await until('a', ({ state }) => state === 'waiting');
    await supervisor.stop();
    const { restarts } = snapshot('a') ?? {};
    await new Promise((resolve) => setTimeout(resolve, QUICK.longestPauseMs * 2));
    expect(snapshot('a')).toMatchObject({ state: 'stopped', restarts });
  });

  test('when output is written - then each stream is in its file', async () => {
    const { run, until, snapshot } = bench();
    await run('a', `process.stdout.write('out\\n'); process.stderr.write('err\\n'); ${LISTENING_CHILD}`);
    await until('a', isReady);
    const contents = (snapshot('a')?.logs ?? []).filter(existsSync).map((path) => readFileSync(path, 'utf8'));
    expect(contents).toEqual(['out\n', 'err\n']);
  });
});
