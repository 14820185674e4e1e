/** A Prometheus of a test's own: the real engine, with its own folder and port. */
import { engineTools, startPrometheusProcess } from '@lab/engine-clients/testing';
import { onTestFinished } from 'vitest';

/** Undefined where no Prometheus was built; tests that need it are skipped then. */
export const PROMETHEUS_TOOLS = engineTools(['prometheus', 'promtool']);

/** Starts Prometheus over a folder of data; it stops when the test is over. @returns its address */
export async function startPrometheus(folder: string, config = 'scrape_configs: []\n'): Promise<string> {
  const { url, stop } = await launchPrometheus(folder, { config });
  onTestFinished(stop);
  return url;
}

interface PrometheusOptions {
  readonly config: string;
  readonly port?: number;
}

/** As startPrometheus, for several tests: who starts it stops it. */
export async function launchPrometheus(
  folder: string,
  { config, ...where }: PrometheusOptions,
): Promise<{ readonly url: string; readonly stop: () => PromiseLike<void> }> {
  if (PROMETHEUS_TOOLS === undefined) throw new Error('no Prometheus was built');
  const running = await startPrometheusProcess(PROMETHEUS_TOOLS.prometheus, config, {
    folder,
    ...where,
    args: ['--storage.tsdb.retention.time=35d'],
  });
  return { url: running.url, stop: () => running[Symbol.asyncDispose]() };
}
