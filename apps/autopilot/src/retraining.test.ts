import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { eventually } from '@lab/instrumentation/testing';
import { createWorld, type Drift } from '@lab/model/world';
import { describe, expect, onTestFinished, test } from 'vitest';
import { alert, resolved } from '../test/alerts.ts';
import { startAutopilot, type TestAutopilot, testPolicy } from '../test/autopilot-app.ts';
import { MODEL, type Route, startInference } from '../test/inference-process.ts';
import { startMonitorDatabase, storeLabelled } from '../test/monitor-database.ts';
import { prometheusBinary, startPrometheus } from '../test/prometheus-process.ts';

const ROWS = 3000;
/** 3,000 rows at 50 a second are a minute old: the alert of a test begins with the first of them. */
const ROWS_MS = 60_000;
const BEFORE_THE_ALERT_MS = 2 * ROWS_MS;
const accuracyDropped = () =>
  alert({
    alertname: 'ModelAccuracyDrop',
    labels: { service: 'monitor' },
    startsAt: new Date(Date.now() - ROWS_MS - 20_000).toISOString(),
  });
const RUNNING_SINCE = 'ml_pipeline_running_since_timestamp_seconds{pipeline="training"}';
const RETRAIN = [{ name: 'accuracy', alerts: ['ModelAccuracyDrop'], actions: ['open_incident', 'retrain'] }];

async function startLoop(drift: Drift, route: Route, rollout: object = {}, ...exporters: string[]) {
  const database = await startMonitorDatabase();
  // What was before the alert is of the world as it was: the new version must know nothing of it.
  const before = Date.now() - BEFORE_THE_ALERT_MS;
  await storeLabelled(database, createWorld({ seed: 6, customers: 400 }), ROWS, before);
  await storeLabelled(database, createWorld({ seed: 7, customers: 400, drift }), ROWS);
  const inference = await startInference(route);
  const prometheus = await startPrometheus(inference.url, ...exporters);
  const policy = testPolicy({ rules: RETRAIN });
  const autopilot = await startAutopilot({
    policy: { ...policy, rollout: { ...policy.rollout, ...rollout } },
    env: {
      INFERENCE_URL: inference.url,
      PROMETHEUS_URL: prometheus,
      DATABASE_URL: database.url,
      MODEL_REPOSITORY: inference.repository,
      AUTOPILOT_RELEASES_DIR: inference.releases,
    },
  });
  return { inference, autopilot, prometheus };
}

/** A page that says always the same, as metrics. @returns its base URL */
async function serveText(text: string): Promise<string> {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/plain; version=0.0.4');
    response.end(text);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const aliasesIn = async (autopilot: TestAutopilot): Promise<object | undefined> =>
  (await autopilot.json<{ models: { aliases: object }[] }>('/v1/registry')).models[0]?.aliases;

describe.skipIf(prometheusBinary === undefined)('learning anew', { timeout: 120_000 }, () => {
  test('when accuracy has dropped in another world - then a better version grows step by step and becomes champion, and one step leads back', async () => {
    const { inference, autopilot } = await startLoop({ fraudRateMultiplier: 5 }, { champion: '1' });
    await autopilot.deliver(accuracyDropped());
    await eventually('it is at work, and says since when', async () =>
      ((await autopilot.metric(RUNNING_SINCE)) ?? 0) > 0 ? true : undefined,
    );
    expect(await autopilot.decided('retrain', 'done', 60_000)).toMatchObject({
      model_version: '3',
    });
    await autopilot.decided('promote', 'done', 30_000);
    expect(await inference.route()).toEqual({ champion: '3' });
    expect(await aliasesIn(autopilot)).toEqual({ champion: '3', challenger: null, previous: '1' });
    const steps = autopilot.lines.filter(({ event_type }) => event_type === 'rollout_step');
    expect(steps.map(({ percent, state }) => [percent, state])).toEqual([
      [10, 'running'],
      [25, 'running'],
      [50, 'running'],
      [50, 'promoting'],
      [50, 'promoted'],
    ]);
    for (const pipeline of ['training', 'rollout'])
      expect(await autopilot.metric(`ml_pipeline_runs_total{pipeline="${pipeline}",outcome="success"}`)).toBe(
        1,
      );
    const manifest = JSON.parse(readFileSync(join(inference.releases, MODEL, '3/manifest.json'), 'utf8'));
    expect(manifest.quality).not.toHaveProperty('best_possible_auc');
    const profile = readFileSync(join(inference.releases, MODEL, '3/reference-profile.json'), 'utf8');
    expect(JSON.parse(profile).rows).toBe(ROWS);

    const back = await autopilot.ask('POST', '/v1/registry/rollback', {
      model_name: MODEL,
      reason: 'a test',
    });
    expect(await back.json()).toEqual({ model_name: MODEL, champion: '1' });
    expect(await inference.route()).toEqual({ champion: '1' });
    expect(await aliasesIn(autopilot)).toEqual({ champion: '1', challenger: null, previous: '3' });
  });

  test('when features have been missing since - then it waits for others, and learns from none of these', async () => {
    const firing = await serveText('ALERTS{alertname="FeaturesDegraded",alertstate="firing"} 1\n');
    const { inference, autopilot, prometheus } = await startLoop(
      { fraudRateMultiplier: 5 },
      { champion: '1' },
      {},
      firing,
    );
    await eventually('Prometheus has had the alert for a while', async () => {
      const answer = await fetch(`${prometheus}/api/v1/query?query=ALERTS offset 2s`);
      return (await answer.text()).includes('FeaturesDegraded') ? true : undefined;
    });
    await autopilot.deliver(accuracyDropped());
    const decision = await autopilot.decided('retrain', 'refused', 30_000);
    const since = /^only 0 labelled predictions with 0 frauds since (\S+);/.exec(decision.detail)?.[1];
    // The alert began a minute before; what has been since cannot be trusted until now.
    expect(Date.now() - Date.parse(since ?? '')).toBeLessThan(ROWS_MS / 2);
    expect(await inference.route()).toEqual({ champion: '1' });
  });

  test('when the world is as it was and the champion is good - then no candidate reaches a customer', async () => {
    const { inference, autopilot } = await startLoop({}, { champion: '2' });
    await autopilot.deliver(accuracyDropped());
    const decision = await autopilot.decided('retrain', 'done', 60_000);
    expect(decision.detail).toContain('no candidate in 1 attempts beats 2');
    expect(await inference.route()).toEqual({ champion: '2' });
    expect(existsSync(join(inference.releases, MODEL, '3'))).toBe(false);
  });

  test('when somebody takes the canary away - then the rollout ends, and nothing is promoted', async () => {
    const { inference, autopilot } = await startLoop(
      { fraudRateMultiplier: 5 },
      { champion: '1' },
      { hold: '1h' },
    );
    await autopilot.deliver(accuracyDropped());
    await autopilot.decided('retrain', 'done', 60_000);
    expect((await inference.route()).canary).toEqual({ version: '3', percent: 10 });
    await inference.setRoute({ champion: '1' });
    await eventually('the end of the rollout', () =>
      autopilot.lines.find(
        ({ event_type, state }) => event_type === 'rollout_step' && state === 'rolled_back',
      ),
    );
    expect((await autopilot.decisions()).filter(({ action }) => action === 'promote')).toEqual([]);
  });

  test('when there are too few labels - then nothing is trained, and the refusal says how many are missing', async () => {
    const inference = await startInference({ champion: '1' });
    const database = await startMonitorDatabase();
    const autopilot = await startAutopilot({
      policy: testPolicy({ rules: RETRAIN }),
      env: {
        INFERENCE_URL: inference.url,
        DATABASE_URL: database.url,
        MODEL_REPOSITORY: inference.repository,
        AUTOPILOT_RELEASES_DIR: inference.releases,
      },
    });
    await autopilot.deliver(alert({ alertname: 'ModelAccuracyDrop' }));
    const decision = await autopilot.decided('retrain', 'refused');
    expect(decision).toMatchObject({
      reason: 'not_applicable',
      detail: expect.stringContaining('only 0 labelled'),
    });
    expect(await autopilot.metric('ml_pipeline_runs_total{pipeline="training",outcome="skipped"}')).toBe(1);

    const first = alert({ alertname: 'ModelAccuracyDrop' });
    const second = alert({ alertname: 'ModelAccuracyDrop', labels: { model_version: '1' } });
    await autopilot.deliver(first, second);
    await autopilot.decided('retrain', 'started');
    // To wait for labels is no work that takes too long.
    expect(await autopilot.metric(RUNNING_SINCE)).toBe(0);
    await autopilot.deliver(resolved(second));
    const overdue = await eventually('the end of the one that waited behind it', async () =>
      (await autopilot.decisions()).find(
        ({ id, outcome }) => id.startsWith(second.fingerprint) && outcome === 'refused',
      ),
    );
    expect(overdue.detail).toBe('the alert has resolved');
  });
});
