import { describe, expect, test } from 'vitest';
import { readSettings } from '../settings.ts';
import { composeEnvironment } from './compose.ts';
import { splitPrefix } from './compose-logs.ts';
import { describeContainer, hasDoneItsWork, parseMemory } from './docker-status.ts';
import { imagesToPull } from './images.ts';

describe('imagesToPull', () => {
  test('when some services are built here - then only the others’ images are pulled, each once', () => {
    const config = {
      services: {
        inference: { image: 'lab/inference', build: { context: '.' } },
        loki: { image: 'grafana/loki:3.7.8' },
        again: { image: 'grafana/loki:3.7.8' },
        postgres: { image: 'postgres:18.1' },
      },
    };
    expect(imagesToPull(JSON.stringify(config))).toEqual(['grafana/loki:3.7.8', 'postgres:18.1']);
  });
});

describe('parseMemory', () => {
  test('when docker stats prints units - then they become bytes', () => {
    const stats = '0123456789ab 64MiB / 23.5GiB\nffffffffffff 1.5GiB / 23.5GiB\n';
    expect([...parseMemory(stats)]).toEqual([
      ['0123456789ab', 64 * 2 ** 20],
      ['ffffffffffff', 1.5 * 2 ** 30],
    ]);
  });
});

describe('describeContainer', () => {
  const container = (state: object): Parameters<typeof describeContainer>[0] => ({
    Id: '0123456789abcdef',
    RestartCount: 2,
    State: { Status: 'running', Pid: 42, StartedAt: '2026-01-01T00:00:00Z', ExitCode: 0, ...state },
    Config: { Image: 'grafana/loki:3.7.8', Labels: { 'com.docker.compose.service': 'loki' } },
    HostConfig: { PortBindings: { '3100/tcp': [{ HostPort: '4100' }] } },
  });
  const now = Date.parse('2026-01-01T00:01:00Z');

  test('when it runs and is healthy - then it is ready, with pid, port, version and uptime', () => {
    const status = describeContainer(
      container({ Health: { Status: 'healthy' } }),
      new Map([['0123456789ab', 5]]),
      now,
    );
    expect(status).toEqual({
      name: 'loki',
      kind: 'engine',
      state: 'ready',
      ready: true,
      pid: 42,
      uptimeMs: 60_000,
      ports: [4100],
      restarts: 2,
      memoryBytes: 5,
      version: '3.7.8',
    });
  });

  test('when its health check has not passed - then it is not ready', () => {
    const status = describeContainer(container({ Health: { Status: 'starting' } }), new Map(), now);
    expect(status).toMatchObject({ state: 'starting', ready: false });
  });

  test('when it has ended - then it has an exit code and no pid', () => {
    const status = describeContainer(container({ Status: 'exited', Pid: 0, ExitCode: 137 }), new Map(), now);
    expect(status).toMatchObject({ state: 'exited', ready: false, detail: 'exit code 137' });
    expect(status).not.toHaveProperty('pid');
  });

  test('when it was to run once and has - then it is not part of the running lab', () => {
    const once = container({ Status: 'exited', ExitCode: 0 });
    const kept = { ...once, HostConfig: { RestartPolicy: { Name: 'unless-stopped' } } };
    expect(hasDoneItsWork({ ...once, HostConfig: { RestartPolicy: { Name: 'no' } } })).toBe(true);
    expect(hasDoneItsWork(kept)).toBe(false);
  });
});

describe('splitPrefix', () => {
  test('when Compose puts the container first - then service and text are apart', () => {
    expect(splitPrefix('inference-1  | {"a":"x | y"}')).toEqual({
      service: 'inference',
      text: '{"a":"x | y"}',
    });
  });
});

describe('composeEnvironment', () => {
  test('when the lab is moved - then Compose gets the moved ports and a project of its own', () => {
    const environment = composeEnvironment(readSettings({ LAB_PORT_OFFSET: '1000' }));
    expect(environment).toMatchObject({
      INFERENCE_PORT: '9080',
      COMPOSE_PROJECT_NAME: 'ml-observability-lab-1000',
    });
    expect(composeEnvironment(readSettings({}))).not.toHaveProperty('COMPOSE_PROJECT_NAME');
  });
});
