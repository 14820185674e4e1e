/** Whose engine a fence is asked of: a real Prometheus stands for the learner's, and nobody for the lab's. */
import {
  engineTools,
  freePort,
  type PrometheusProcess,
  startPrometheusProcess,
} from '@lab/engine-clients/testing';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readDocument } from '../read/read-document.ts';
import type { LiveLab } from './lab.ts';
import { queryProblems } from './queries.ts';
import { shellFences, shellProblems } from './shell.ts';

const tools = engineTools(['prometheus']);
const page = (...fences: readonly string[]) =>
  readDocument('labs/00-page/README.md', fences.map((fence) => `\`\`\`${fence}\n\`\`\`\n`).join('\n'));

describe.skipIf(tools === undefined)('a fence about a workbench', { timeout: 120_000 }, () => {
  let prometheus: PrometheusProcess | undefined;
  let lab: LiveLab;

  beforeAll(async () => {
    const [WORKBENCH_PROMETHEUS_PORT, PROMETHEUS_PORT] = [await freePort(), await freePort()];
    const address = `127.0.0.1:${WORKBENCH_PROMETHEUS_PORT}`;
    prometheus = await startPrometheusProcess(
      tools?.prometheus ?? '',
      `scrape_configs:\n  - job_name: mine\n    scrape_interval: 500ms\n    scrape_timeout: 500ms\n    static_configs: [{ targets: ["${address}"] }]\n`,
      { port: WORKBENCH_PROMETHEUS_PORT },
    );
    lab = { env: { MINE: 'yes' }, ports: { WORKBENCH_PROMETHEUS_PORT, PROMETHEUS_PORT }, binaries: {} };
    const scraped = page('promql workbench\nup{job="mine"}');
    await vi.waitUntil(async () => (await queryProblems(scraped, lab, 'workbench')).length === 0, {
      timeout: 60_000,
      interval: 200,
    });
  }, 90_000);
  afterAll(() => prometheus?.[Symbol.asyncDispose]());

  test('when it shows what it promises - then the learner is asked, and nothing is wrong; the lab would not have answered', async () => {
    const right = page('promql workbench\nup{job="mine"} == 1', 'promql workbench empty-ok\nup == 7');
    expect(await queryProblems(right, lab, 'workbench')).toEqual([]);
    expect(await queryProblems(right, lab, 'lab')).toEqual([]);
    const ofTheLab = page('promql\nup{job="mine"} == 1');
    expect(await queryProblems(ofTheLab, lab, 'workbench')).toEqual([]);
    expect(await queryProblems(ofTheLab, lab, 'lab')).toMatchObject([{ line: 1, expected: 'an answer' }]);
  });

  test('when it has no data, or is no PromQL - then it is found, with its line', async () => {
    const wrong = page('promql workbench\nup == 7', 'promql\nup == 7', 'promql workbench\nsum(up');
    expect(await queryProblems(wrong, lab, 'workbench')).toMatchObject([
      { line: 1, expected: 'data', seen: 'none' },
      { line: 9, expected: 'an answer', seen: expect.stringContaining('400') },
    ]);
  });

  test('when it is a command - then it is run in the environment of the lab, and found where it fails', async () => {
    const commands = page('sh workbench\ntest "$MINE" = yes', 'sh\nfalse', 'sh workbench\nfalse');
    const fences = shellFences(commands, 'workbench');
    const found = [];
    for (const { path, fence } of fences) found.push(...(await shellProblems(path, fence, lab)));
    expect(fences).toHaveLength(2);
    expect(found).toMatchObject([{ line: 9, seen: expect.stringContaining('exit code 1') }]);
  });
});
