/** A Prometheus of a test's own: the real engine, with its own folder and port. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fetchText, poll } from '@lab/engine-clients';
import { engineTools, freePort } from '@lab/engine-clients/testing';
import { execa } from 'execa';
import { onTestFinished } from 'vitest';

/** Undefined where no Prometheus was built; tests that need it are skipped then. */
export const PROMETHEUS_TOOLS = engineTools(['prometheus', 'promtool']);

/** Starts Prometheus over a folder of data; it stops when the test is over. @returns its address */
export async function startPrometheus(folder: string, config = 'scrape_configs: []\n'): Promise<string> {
  const { url, stop } = await launchPrometheus(folder, { config, port: await freePort() });
  onTestFinished(stop);
  return url;
}

interface PrometheusOptions {
  readonly config: string;
  readonly port: number;
}

/** As startPrometheus, for several tests: who starts it stops it. */
export async function launchPrometheus(
  folder: string,
  { config, port }: PrometheusOptions,
): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  if (PROMETHEUS_TOOLS === undefined) throw new Error('no Prometheus was built');
  mkdirSync(folder, { recursive: true });
  const configFile = join(folder, 'prometheus.yml');
  writeFileSync(configFile, config);
  const child = execa(
    PROMETHEUS_TOOLS.prometheus,
    [
      `--config.file=${configFile}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      '--storage.tsdb.retention.time=35d',
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { reject: false, all: true },
  );
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await child;
  };
  const url = `http://127.0.0.1:${port}`;
  try {
    await poll(async () => (await fetchText(`${url}/-/ready`).catch(() => undefined)) ?? undefined, {
      timeoutMs: 30_000,
      waitingFor: 'Prometheus to be ready',
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
}
