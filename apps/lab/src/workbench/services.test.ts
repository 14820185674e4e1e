/** The learner's services: real programs under the real owner of a workbench, without any engine. */
import { existsSync, readdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { poll } from '@lab/engine-clients';
import { describe, expect, onTestFinished, test } from 'vitest';
import { LabError } from '../errors.ts';
import { isFree } from '../native/ports.ts';
import { identify } from '../native/process-identity.ts';
import { service, type WorkbenchUnderTest, workbenchUnderTest } from '../testing/workbench.ts';
import { runningWorkbench, stopWorkbench } from './lifecycle.ts';
import { workbenchMemory } from './memory.ts';
import { workbenchPaths } from './paths.ts';

const FIRST = { name: 'first', entry: 'src/first.ts', port: 'WORKBENCH_SERVICE_PORT' } as const;
const SECOND = { name: 'second', entry: 'src/second.ts', port: 'WORKBENCH_SECOND_SERVICE_PORT' } as const;
/** For a machine that does much else. */
const LIMIT_MS = 60_000;

const addressOf = ({ settings }: WorkbenchUnderTest, { port }: Pick<typeof FIRST | typeof SECOND, 'port'>) =>
  `http://127.0.0.1:${settings.ports[port]}`;

function pidsOf({ settings }: WorkbenchUnderTest): number[] {
  const state = runningWorkbench(settings);
  const parts = state?.components.flatMap(({ process: found }) => found?.pid ?? []) ?? [];
  return state === undefined ? [] : [state.supervisor.pid, ...parts];
}

async function expectNothingLeft(bench: WorkbenchUnderTest, pids: readonly number[]): Promise<void> {
  expect(pids.length).toBeGreaterThan(1);
  expect(pids.filter((pid) => identify(pid) !== undefined)).toEqual([]);
  const { pidFile, stateFile, adminToken } = workbenchPaths(bench.settings);
  expect([pidFile, stateFile, adminToken].filter((path) => existsSync(path))).toEqual([]);
  for (const { port } of [FIRST, SECOND]) expect(await isFree(bench.settings.ports[port])).toBe(true);
}

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: the workbench fills in what it knows
const PLACEHOLDERS = {
  OTHER: 'http://127.0.0.1:${WORKBENCH_SECOND_SERVICE_PORT}',
  KEPT: '${HOME_OF_NOBODY}',
};
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: the workbench fills in what it knows

describe('services of a workbench', { timeout: 180_000 }, () => {
  test('when they are started - then each has its port, its name, the token and a log, and nothing of our shell', async () => {
    process.env.NODE_ENV_OF_SOMEBODY = 'leaks';
    onTestFinished(() => {
      delete process.env.NODE_ENV_OF_SOMEBODY;
    });
    const bench = await workbenchUnderTest();
    bench.write('src/first.ts', service('one'));
    bench.write('src/second.ts', service('two'));
    await bench.start({
      services: [{ ...FIRST, environment: { ...PLACEHOLDERS, DEPLOYMENT_ENVIRONMENT: 'elsewhere' } }, SECOND],
    });
    await bench.says(addressOf(bench, SECOND), (text) => text === 'two');
    const env = JSON.parse(
      await bench.says(`${addressOf(bench, FIRST)}/env`, (text) => text.startsWith('{')),
    );
    expect(env).toMatchObject({
      HOST: '127.0.0.1',
      PORT: String(bench.settings.ports.WORKBENCH_SERVICE_PORT),
      OTEL_SERVICE_NAME: 'first',
      OTEL_RESOURCE_ATTRIBUTES: expect.stringContaining('deployment.environment.name=elsewhere,'),
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${bench.settings.ports.COLLECTOR_OTLP_HTTP_PORT}`,
      OTHER: addressOf(bench, SECOND),
      KEPT: PLACEHOLDERS.KEPT,
    });
    expect(env).not.toHaveProperty('NODE_ENV_OF_SOMEBODY');
    expect(env).not.toHaveProperty('LAB_STATE_DIR');
    expect(readFileSync(env.ADMIN_TOKEN_FILE, 'utf8')).toBe('the admin token');
    expect(statSync(env.ADMIN_TOKEN_FILE).mode & 0o077).toBe(0);
    expect(readFileSync(join(bench.folder, 'logs/first.log'), 'utf8')).toContain('one is up');
    expect(workbenchMemory(runningWorkbench(bench.settings))).toBeGreaterThan(50e6);
  });

  test('when a file is saved, in place or by a rename over it - then the new program answers', async () => {
    const bench = await workbenchUnderTest();
    bench.write('src/first.ts', service('one'));
    await bench.start({ services: [FIRST] });
    await bench.says(addressOf(bench, FIRST), (text) => text === 'one');
    bench.write('src/first.ts', service('two'));
    await bench.says(addressOf(bench, FIRST), (text) => text === 'two');
    for (const word of ['three', 'four']) {
      bench.write('src/.first.ts.swp', service(word));
      renameSync(join(bench.folder, 'src/.first.ts.swp'), join(bench.folder, 'src/first.ts'));
      await bench.says(addressOf(bench, FIRST), (text) => text === word);
    }
  });

  test('when saves come one upon the other, again and again - then the last of each answers', async () => {
    const bench = await workbenchUnderTest();
    bench.write('src/word.ts', "export const word = 'none';\n");
    bench.write('src/first.ts', `import { word } from './word.ts';\n${service("' + word + '")}`);
    await bench.start({ services: [FIRST] });
    for (let round = 0; round < 4; round += 1)
      for (const word of [`early ${round}`, `late ${round}`]) {
        bench.write('src/word.ts', `export const word = '${word}';\n`);
        if (word.startsWith('late')) await bench.says(addressOf(bench, FIRST), (text) => text === word);
      }
  });

  test('when a file of one service is saved - then the other goes on', async () => {
    const bench = await workbenchUnderTest();
    bench.write('src/first.ts', service('one'));
    bench.write('src/second.ts', service('two'));
    await bench.start({ services: [FIRST, SECOND] });
    for (const one of [FIRST, SECOND]) await bench.says(addressOf(bench, one), () => true);
    const second = () =>
      runningWorkbench(bench.settings)?.components.find(({ name }) => name === 'second')?.process?.pid;
    const before = second();
    bench.write('src/first.ts', service('three'));
    await bench.says(addressOf(bench, FIRST), (text) => text === 'three');
    expect(second()).toBe(before);
  });

  test('when a program breaks on its first line - then start succeeds, the log says why, and the mended one runs', async () => {
    const bench = await workbenchUnderTest();
    bench.write('src/first.ts', `throw new Error('not written yet');\n`);
    await bench.start({ services: [FIRST] });
    const log = join(bench.folder, 'logs/first.log');
    await poll(() => (readFileSync(log, 'utf8').includes('not written yet') ? true : undefined), {
      timeoutMs: LIMIT_MS,
      waitingFor: 'the log to say why',
    });
    bench.write('src/first.ts', service('mended'));
    await bench.says(addressOf(bench, FIRST), (text) => text === 'mended');
  });

  test('when a program asks for a file that is not there - then it runs as soon as the file is', async () => {
    const bench = await workbenchUnderTest();
    bench.write('src/first.ts', `import './later.ts';\n${service('one')}`);
    await bench.start({ services: [FIRST] });
    const log = join(bench.folder, 'logs/first.log');
    await poll(() => (readFileSync(log, 'utf8').includes('later.ts') ? true : undefined), {
      timeoutMs: LIMIT_MS,
      waitingFor: 'the log to say what is missing',
    });
    bench.write('src/later.ts', 'export {};\n');
    await bench.says(addressOf(bench, FIRST), (text) => text === 'one');
  });

  test('when a running service is killed with all it started - then it comes back', async () => {
    const bench = await workbenchUnderTest();
    bench.write('src/first.ts', service('one'));
    await bench.start({ services: [FIRST] });
    await bench.says(addressOf(bench, FIRST), (text) => text === 'one');
    const before = runningWorkbench(bench.settings)?.components[0]?.process?.pid ?? 0;
    process.kill(-before, 'SIGKILL');
    await poll(
      () => {
        const [component] = runningWorkbench(bench.settings)?.components ?? [];
        return component?.state === 'ready' && component.restarts === 1 ? true : undefined;
      },
      { timeoutMs: LIMIT_MS, waitingFor: 'a second start' },
    );
    await bench.says(addressOf(bench, FIRST), (text) => text === 'one');
  });
});

describe('the end of a workbench', { timeout: 180_000 }, () => {
  test('when it is stopped - then nothing is left, also of a service that ignores SIGTERM, and a second stop has nothing to do', async () => {
    const bench = await workbenchUnderTest();
    bench.write('src/first.ts', service('one'));
    bench.write('src/second.ts', `process.on('SIGTERM', () => {});\n${service('deaf')}`);
    await bench.start({ services: [FIRST, SECOND] });
    for (const one of [FIRST, SECOND]) await bench.says(addressOf(bench, one), () => true);
    const pids = pidsOf(bench);
    expect(await stopWorkbench(bench.settings)).toBe(true);
    await expectNothingLeft(bench, pids);
    expect(await stopWorkbench(bench.settings)).toBe(false);
  });

  test('when its owner was killed - then stop ends what that has left behind', async () => {
    const bench = await workbenchUnderTest();
    bench.write('src/first.ts', service('one'));
    await bench.start({ services: [FIRST] });
    await bench.says(addressOf(bench, FIRST), () => true);
    const pids = pidsOf(bench);
    process.kill(pids[0] ?? 0, 'SIGKILL');
    await poll(() => (identify(pids[0] ?? 0) === undefined ? true : undefined), {
      timeoutMs: LIMIT_MS,
      waitingFor: 'the owner to die',
    });
    expect(runningWorkbench(bench.settings)).toBeUndefined();
    expect(await isFree(bench.settings.ports.WORKBENCH_SERVICE_PORT)).toBe(false);
    expect(await stopWorkbench(bench.settings)).toBe(true);
    await expectNothingLeft(bench, pids);
  });
});

describe('a workbench that cannot start', { timeout: 180_000 }, () => {
  const refusal = async (starting: Promise<unknown>): Promise<LabError> => {
    const error = await starting.catch((thrown: unknown) => thrown);
    if (!(error instanceof LabError)) throw new Error('it started', { cause: error });
    return error;
  };

  test('when somebody else has a port - then it names every such port and its holder, and starts nothing', async () => {
    const bench = await workbenchUnderTest();
    const { WORKBENCH_SECOND_SERVICE_PORT: port } = bench.settings.ports;
    const server = createServer().listen(port, '127.0.0.1');
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const { code, message } = await refusal(bench.start({ services: [FIRST, SECOND] }));
    expect(code).toBe('PORTS_TAKEN');
    expect(message).toContain(`WORKBENCH_SECOND_SERVICE_PORT ${port} is taken by pid ${process.pid}`);
    expect(message).not.toContain('WORKBENCH_SERVICE_PORT');
    expect(existsSync(workbenchPaths(bench.settings).pidFile)).toBe(false);
  });

  test('when an engine has no binary - then it says how to get one, and nothing is left', async () => {
    const nowhere = { XDG_CACHE_HOME: '/nonexistent', PATH: process.env.PATH ?? '' };
    const bench = await workbenchUnderTest(nowhere);
    bench.write('prometheus.yml', 'scrape_configs: []\n');
    bench.write('src/first.ts', service('one'));
    const starting = bench.start({ services: [FIRST], engines: { prometheus: 'prometheus.yml' } });
    const { code, message } = await refusal(starting);
    expect(code).toBe('WORKBENCH_FAILED');
    expect(message).toContain('no binary of prometheus');
    expect(runningWorkbench(bench.settings)).toBeUndefined();
    expect(await isFree(bench.settings.ports.WORKBENCH_SERVICE_PORT)).toBe(true);
  });

  test('when another runs in the same lab - then the second is refused, and the first goes on', async () => {
    const bench = await workbenchUnderTest();
    bench.write('src/first.ts', service('one'));
    bench.write('src/second.ts', service('two'));
    await bench.start({ services: [FIRST] });
    await bench.says(addressOf(bench, FIRST), (text) => text === 'one');
    const pids = pidsOf(bench);
    const { message } = await refusal(bench.start({ services: [SECOND] }));
    expect(message).toContain('another workbench runs in this lab');
    expect(await bench.says(addressOf(bench, FIRST), () => true)).toBe('one');
    expect(await stopWorkbench(bench.settings)).toBe(true);
    await expectNothingLeft(bench, pids);
  });

  test('when a lab has nothing to run - then nothing is started', async () => {
    const bench = await workbenchUnderTest();
    expect(await bench.start({})).toEqual([]);
    expect(readdirSync(bench.settings.stateDir)).toEqual([]);
  });
});
