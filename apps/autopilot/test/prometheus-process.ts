import { spawn } from 'node:child_process';
import { globSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@lab/instrumentation/testing';
import { onTestFinished } from 'vitest';
import { tempFolder } from './temp-folder.ts';

const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
/** Undefined where `./lab engines --build` has not been run. */
export const prometheusBinary = globSync(join(cache, 'ml-observability-lab/engines/prometheus-*/prometheus'))
  .sort()
  .at(-1);

/** A real Prometheus that scrapes these services every second. @returns its base URL */
export async function startPrometheus(...services: readonly string[]): Promise<string> {
  if (prometheusBinary === undefined) throw new Error('there is no Prometheus');
  const folder = tempFolder();
  const port = await freePort();
  const targets = services.map((url) => `"${new URL(url).host}"`).join(', ');
  const config = join(folder, 'prometheus.yml');
  writeFileSync(
    config,
    `global: { scrape_interval: 1s }\nscrape_configs: [{ job_name: services, static_configs: [{ targets: [${targets}] }] }]\n`,
  );
  const child = spawn(
    prometheusBinary,
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: 'ignore' },
  );
  onTestFinished(async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  });
  const url = `http://127.0.0.1:${port}`;
  await eventually(
    'Prometheus is ready',
    async () => ((await fetch(`${url}/-/ready`).catch(() => undefined))?.ok ? true : undefined),
    20_000,
  );
  return url;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
