import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { engineTools, freePort } from '@lab/engine-clients/testing';
import { eventually } from '@lab/instrumentation/testing';
import { onTestFinished } from 'vitest';
import { tempFolder } from './temp-folder.ts';

/** Undefined where `./lab engines --build` has not been run. */
export const prometheusBinary = engineTools(['prometheus'])?.prometheus;

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
