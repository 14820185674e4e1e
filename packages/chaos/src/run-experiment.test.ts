import { PrometheusApi } from '@lab/engine-clients';
import { engineTools, type PrometheusProcess, startPrometheusProcess } from '@lab/engine-clients/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Experiment } from './experiment.ts';
import { type Outcome, runExperiment } from './run-experiment.ts';
import { switchOf } from './switches.ts';
import { type Shop, startShop } from './testing/shop.ts';

const tools = engineTools(['prometheus']);
const LOOK_EVERY_MS = 200;

describe.skipIf(tools === undefined)('runExperiment, on a Prometheus', { timeout: 60_000 }, () => {
  let shop: Shop;
  let prometheus: PrometheusProcess;

  beforeEach(async () => {
    shop = await startShop();
    const target = { targets: [shop.url.replace('http://', '')] };
    const scrape = { job_name: 'shop', scrape_interval: '100ms', scrape_timeout: '100ms' };
    prometheus = await startPrometheusProcess(
      tools?.prometheus ?? '',
      JSON.stringify({ scrape_configs: [{ ...scrape, static_configs: [target] }] }),
    );
  });
  afterEach(async () => {
    await prometheus[Symbol.asyncDispose]();
    await shop[Symbol.asyncDispose]();
  });

  const experimentThatLeaves = (share: number, changes: Partial<Experiment> = {}): Experiment => ({
    title: 'a test',
    hypothesis: 'nine of ten customers get an answer',
    steadyState: [{ title: 'customers get an answer', query: 'shop_answered_ratio', atLeast: 0.9 }],
    method: [
      {
        kind: 'http',
        inject: { method: 'PUT', url: `${shop.url}/switch`, body: { share } },
        rollBack: { method: 'DELETE', url: `${shop.url}/switch` },
      },
    ],
    lastsSeconds: 5,
    abortWhen: [{ title: 'nobody gets an answer', query: 'shop_answered_ratio < 0.1' }],
    recoversWithinSeconds: 10,
    ...changes,
  });
  const run = (
    experiment: Experiment,
    {
      signal = new AbortController().signal,
      tell = () => undefined,
    }: {
      signal?: AbortSignal;
      tell?: (text: string) => void;
    } = {},
  ): Promise<Outcome> =>
    runExperiment(experiment, {
      prometheus: new PrometheusApi(prometheus.url),
      switches: experiment.method.map((injection) =>
        switchOf(injection, { endpoints: NO_ENDPOINTS, adminAuthorization: '' }),
      ),
      signal,
      tell,
      lookEveryMs: LOOK_EVERY_MS,
    });
  const seconds = ({ injected_at, rolled_back_at }: Outcome): number =>
    (Date.parse(rolled_back_at ?? '') - Date.parse(injected_at ?? '')) / 1000;

  test('when the steady state holds in spite of it - then so does the hypothesis, after all of its time', async () => {
    const outcome = await run(experimentThatLeaves(0.95));
    expect(outcome).toMatchObject({
      verdict: 'held',
      aborted_by: null,
      probes: [{ before: 1, worst: { value: 0.95 }, deviated_after_seconds: null }],
      problems: [],
    });
    expect(seconds(outcome)).toBeGreaterThanOrEqual(5);
    expect(outcome.recovered_after_seconds).toBeLessThan(2);
    expect(shop.calls).toEqual(['PUT 0.95 for 15 s', 'DELETE']);
  });

  test('when it does not hold - then the hypothesis is refuted, with the worst that was seen and when', async () => {
    const outcome = await run(experimentThatLeaves(0.2));
    expect(outcome).toMatchObject({
      verdict: 'deviated',
      probes: [{ title: 'customers get an answer', bounds: 'at least 0.9', worst: { value: 0.2 } }],
    });
    expect(outcome.probes[0]?.deviated_after_seconds).toBeLessThan(3);
    expect(outcome.recovered_after_seconds).toBeGreaterThan(0);
    expect(Date.parse(outcome.probes[0]?.worst?.at ?? '')).toBeGreaterThan(
      Date.parse(outcome.injected_at ?? ''),
    );
  });

  test('when what nobody accepts comes true - then it is rolled back at once', async () => {
    const outcome = await run(experimentThatLeaves(0.05, { lastsSeconds: 600 }));
    expect(outcome).toMatchObject({ verdict: 'aborted', aborted_by: 'nobody gets an answer' });
    expect(seconds(outcome)).toBeLessThan(5);
    expect(shop.calls).toEqual(['PUT 0.05 for 610 s', 'DELETE']);
  });

  test('when it may last for as long as anything may - then a switch is asked for no more than it takes', async () => {
    await run(experimentThatLeaves(0.05, { lastsSeconds: 900 }));
    expect(shop.calls).toEqual(['PUT 0.05 for 900 s', 'DELETE']);
  });

  test('when it is not normal before - then nothing is injected', async () => {
    shop.normal = 0.5;
    expect(await run(experimentThatLeaves(0.2))).toMatchObject({ verdict: 'unsteady', injected_at: null });
    expect(shop.calls).toEqual([]);
  });

  test('when there are no data - then that is not normal', async () => {
    const steadyState = [{ title: 'a metric that nobody has', query: 'shop_answers', atLeast: 0 }];
    expect(await run(experimentThatLeaves(0.95, { steadyState }))).toMatchObject({
      verdict: 'unsteady',
      probes: [{ before: null }],
    });
  });

  test('when the steady state does not come back - then the hypothesis is refuted', async () => {
    shop.breaks = 'roll_back';
    expect(await run(experimentThatLeaves(0.2, { recoversWithinSeconds: 2 }))).toMatchObject({
      verdict: 'deviated',
      recovered_after_seconds: null,
    });
  });

  test('when somebody stops it - then it is rolled back', async () => {
    const controller = new AbortController();
    const tell = (text: string): void => {
      if (text.startsWith('does not hold any more')) controller.abort();
    };
    expect(await run(experimentThatLeaves(0.2), { signal: controller.signal, tell })).toMatchObject({
      verdict: 'interrupted',
      problems: [],
    });
    expect(shop.calls).toEqual(['PUT 0.2 for 15 s', 'DELETE']);
  });

  test('when it cannot be injected - then that is said, and what may be half done is rolled back', async () => {
    shop.breaks = 'inject';
    expect(await run(experimentThatLeaves(0.2))).toMatchObject({
      verdict: 'failed',
      problems: [expect.stringMatching(/^cannot inject: PUT .*\/switch: status 500/)],
    });
    expect(shop.calls).toEqual(['PUT 0.2 for 15 s', 'DELETE']);
  });

  test('when nothing can be seen any more - then it is stopped', async () => {
    const tell = (text: string): void => {
      if (text.startsWith('it holds')) void prometheus[Symbol.asyncDispose]();
    };
    const outcome = await run(experimentThatLeaves(0.95, { lastsSeconds: 600 }), { tell });
    expect(outcome.aborted_by).toMatch(/^nothing could be seen: /);
    expect(outcome.verdict).toBe('failed');
    expect(shop.calls).toEqual(['PUT 0.95 for 610 s', 'DELETE']);
  });
});

const NO_ENDPOINTS = {
  inference: '',
  features: '',
  traffic: '',
  monitor: '',
  autopilot: '',
  pager: '',
};
