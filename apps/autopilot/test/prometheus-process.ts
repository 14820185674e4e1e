import { engineTools, startPrometheusProcess } from '@lab/engine-clients/testing';
import { onTestFinished } from 'vitest';

/** Undefined where `./lab engines --build` has not been run. */
export const prometheusBinary = engineTools(['prometheus'])?.prometheus;

/** A real Prometheus that scrapes these services every second. @returns its base URL */
export async function startPrometheus(...services: readonly string[]): Promise<string> {
  if (prometheusBinary === undefined) throw new Error('there is no Prometheus');
  const targets = services.map((url) => `"${new URL(url).host}"`).join(', ');
  const prometheus = await startPrometheusProcess(
    prometheusBinary,
    `global: { scrape_interval: 1s }\nscrape_configs: [{ job_name: services, static_configs: [{ targets: [${targets}] }] }]\n`,
  );
  onTestFinished(() => prometheus[Symbol.asyncDispose]());
  return prometheus.url;
}
