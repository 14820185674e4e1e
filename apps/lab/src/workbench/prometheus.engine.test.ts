/** The learner's Prometheus: the real engine alone, under the real owner of a workbench. */
import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { PrometheusApi, poll } from '@lab/engine-clients';
import { describe, expect, test } from 'vitest';
import { identify } from '../native/process-identity.ts';
import { PROMETHEUS_TOOLS } from '../testing/prometheus.ts';
import { type WorkbenchUnderTest, workbenchUnderTest } from '../testing/workbench.ts';
import { runningWorkbench, stopWorkbench } from './lifecycle.ts';

const PLAN = { engines: { prometheus: 'prometheus/prometheus.yml' } } as const;
const LIMIT_MS = 60_000;

/** A Prometheus that scrapes itself, under the names of jobs. */
const scraping = ({ settings }: WorkbenchUnderTest, ...jobs: readonly string[]): string =>
  `global: { scrape_interval: 200ms, scrape_timeout: 200ms }
scrape_configs:
${jobs.map((job) => `  - job_name: ${job}\n    static_configs: [{ targets: ["127.0.0.1:${settings.ports.WORKBENCH_PROMETHEUS_PORT}"] }]\n`).join('')}`;

async function learner() {
  const bench = await workbenchUnderTest();
  const api = new PrometheusApi(`http://127.0.0.1:${bench.settings.ports.WORKBENCH_PROMETHEUS_PORT}`);
  const config = 'prometheus/prometheus.yml';
  bench.write(config, scraping(bench, 'one'));
  const until = (what: string, check: () => Promise<boolean>) =>
    poll(async () => ((await check()) ? true : undefined), { timeoutMs: LIMIT_MS, waitingFor: what });
  return {
    bench,
    api,
    config,
    until,
    hasSeries: (job: string) =>
      until(`series of job ${job}`, async () => (await api.query(`up{job="${job}"}`)).length > 0),
    says: (text: string) =>
      until(`the log to say ${text}`, async () =>
        readFileSync(join(bench.folder, 'logs/prometheus.log'), 'utf8').includes(text),
      ),
  };
}

describe.skipIf(PROMETHEUS_TOOLS === undefined)('the Prometheus of a workbench', { timeout: 240_000 }, () => {
  test('when its file is saved - then it reads it; when the file is wrong - then it says why and keeps the last good one', async () => {
    const { bench, api, config, hasSeries, says } = await learner();
    await bench.start(PLAN);
    await hasSeries('one');

    bench.write(config, scraping(bench, 'one', 'two'));
    await hasSeries('two');

    bench.write(config, 'scrape_configs: [{ job_nam: three }]\n');
    await says('refused the configuration');
    expect(await api.configuration()).toContain('job_name: two');

    bench.write('prometheus/.prometheus.yml.swp', scraping(bench, 'four'));
    renameSync(join(bench.folder, 'prometheus/.prometheus.yml.swp'), join(bench.folder, config));
    await hasSeries('four');
  });

  test('when it is started on a file that is wrong - then start says where to look, and leaves nothing', async () => {
    const { bench, config } = await learner();
    bench.write(config, 'scrape_configs: 7\n');
    await expect(bench.start(PLAN)).rejects.toMatchObject({
      code: 'WORKBENCH_FAILED',
      message: expect.stringContaining('your prometheus ends as soon as'),
      hint: expect.stringContaining('logs/prometheus.log'),
    });
    expect(runningWorkbench(bench.settings)).toBeUndefined();
  });

  test('when it is killed - then it comes back with what it had', async () => {
    const { bench, api, hasSeries, until } = await learner();
    await bench.start(PLAN);
    await hasSeries('one');
    const started = await api.query('process_start_time_seconds');
    const [component] = runningWorkbench(bench.settings)?.components ?? [];
    process.kill(component?.process?.pid ?? 0, 'SIGKILL');
    await until('another process', async () => {
      const [now] = await api.query('process_start_time_seconds');
      return now !== undefined && now.value > (started[0]?.value ?? 0);
    });
    expect(await api.query('changes(process_start_time_seconds[5m]) > 0')).toHaveLength(1);
  });

  test('when the lab is gone on with - then its samples are there; when it is begun anew - then they are not', async () => {
    const { bench, api, config, hasSeries } = await learner();
    await bench.start(PLAN);
    await hasSeries('one');
    const [component] = runningWorkbench(bench.settings)?.components ?? [];
    await stopWorkbench(bench.settings);
    expect(identify(component?.process?.pid ?? 0)).toBeUndefined();

    bench.write(config, scraping(bench, 'two'));
    await bench.start(PLAN, false);
    await hasSeries('two');
    expect(await api.query('last_over_time(up{job="one"}[1h])')).toHaveLength(1);

    await stopWorkbench(bench.settings);
    await bench.start(PLAN, true);
    await hasSeries('two');
    expect(await api.query('last_over_time(up{job="one"}[1h])')).toEqual([]);
  });
});
