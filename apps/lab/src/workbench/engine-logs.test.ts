import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { poll } from '@lab/engine-clients';
import { expect, test } from 'vitest';
import { ownSettings } from '../testing/own-settings.ts';
import { tempDir } from '../testing/temp-dir.ts';
import { followEngineLogs } from './engine-logs.ts';

/** In the place of docker: it tells how it was called, and ends as it does with a container. */
const DOCKER = `#!/bin/sh\necho "$*"\n`;

test('followEngineLogs - when following ends with a container - then it goes on with the next, from there on, until it is aborted', async () => {
  const folder = tempDir();
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'docker'), DOCKER);
  chmodSync(join(bin, 'docker'), 0o755);
  const stop = new AbortController();
  const plan = {
    labId: '91-first',
    folder,
    route: 'docker',
    services: [],
    engines: { collector: 'collector.yaml' },
  } as const;
  const following = followEngineLogs(
    plan,
    ownSettings({ PATH: `${bin}${delimiter}${process.env.PATH}` }),
    stop.signal,
  );
  const lines = (): string[] => readFileSync(join(folder, 'logs/collector.log'), 'utf8').trim().split('\n');
  await poll(async () => lines().length >= 2 || undefined, {
    timeoutMs: 20_000,
    waitingFor: 'a second container',
  });
  stop.abort();
  await following;
  const [first, second] = lines();
  expect(first).toMatch(/--profile workbench logs --follow --no-log-prefix --no-color workbench-collector$/);
  expect(second).toMatch(/ --since \d{4}-\d\d-\d\dT[\d:.]+Z workbench-collector$/);
});
