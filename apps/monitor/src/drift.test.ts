import type { DriftReport } from '@lab/drift-report';
import { readReferenceProfile } from '@lab/model/profile';
import { decisionAt, readVersionIn } from '@lab/model/repository';
import { createWorld, type Drift } from '@lab/model/world';
import { startTestDatabase, type TestDatabase } from '@lab/postgres/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MODELS, startMonitor, type TestMonitor } from '../test/monitor-app.ts';
import { deliverAll, type TestRecord } from '../test/otlp-logs.ts';
import { worldPredictions } from '../test/world-predictions.ts';

const MODEL = 'model_name="fraud-detection"';

describe('drift', { timeout: 120_000 }, () => {
  let database: TestDatabase;
  let monitor: TestMonitor;

  beforeAll(async () => {
    database = await startTestDatabase();
    monitor = await startMonitor(database.url, {
      env: { MONITOR_DRIFT_ROWS: '2000', MONITOR_ACCEPTED_FALSE_ALARMS_PER_DAY: '0.5' },
    });
  }, 60_000);
  beforeEach(() => database.sql('TRUNCATE monitor.predictions, monitor.labels, monitor.drift_reports'));
  afterAll(async () => {
    await monitor?.close();
    await database?.close();
  });

  const store = (records: readonly TestRecord[]): Promise<void> => deliverAll(monitor.url, records);
  const predictions = async (rows: number, drift: Drift): Promise<TestRecord[]> =>
    worldPredictions(createWorld({ seed: 42, drift }), rows);
  const run = async (): Promise<DriftReport> => {
    const response = await monitor.post('/v1/drift/runs');
    expect(response.status).toBe(200);
    const { reports } = (await response.json()) as { reports: DriftReport[] };
    expect(reports).toHaveLength(1);
    return reports[0] as DriftReport;
  };

  it('run - when nothing was predicted - then there is nothing to report', async () => {
    const response = await monitor.post('/v1/drift/runs');
    expect(await response.json()).toEqual({ reports: [] });
    expect(await monitor.metric('ml_pipeline_runs_total{pipeline="drift",outcome="skipped"}')).toBe(1);
  });

  it('run - when the token is missing - then nobody starts one', async () => {
    const response = await fetch(`${monitor.url}/v1/drift/runs`, { method: 'POST' });
    expect(response.status).toBe(401);
  });

  it('run - when the world is as it was at the training - then no feature and no segment has drifted', async () => {
    await store(await predictions(2000, {}));
    const report = await run();
    expect(report).toMatchObject({ model_version: '1', current: { rows: 2000 } });
    expect(report.kinds).not.toContain('covariate');
    expect(report.features.map(({ name }) => name)).toContain('amount_to_average_ratio');
    expect(report.features.filter(({ state }) => state === 'drift')).toEqual([]);
    for (const { score, p_value } of report.features) {
      expect(score).toBeLessThan(0.7);
      expect(p_value).toBeGreaterThan(0);
    }
    expect(report.segments.length).toBeGreaterThan(4);
    for (const { bins } of report.features) {
      for (const side of ['reference', 'current'] as const) {
        expect(bins.reduce((sum, bin) => sum + bin[side], 0)).toBeCloseTo(1, 4);
      }
    }
  });

  it('run - when amounts triple - then they have drifted, in metrics, a report and lines, and hours have not', async () => {
    await store(await predictions(2000, { amountScale: 3 }));
    monitor.lines.length = 0;
    const report = await run();
    const byName = new Map(report.features.map((feature) => [feature.name, feature]));
    expect(report).toMatchObject({ state: 'drift', kinds: expect.arrayContaining(['covariate']) });
    expect(byName.get('amount')).toMatchObject({ state: 'drift', method: 'kolmogorov_smirnov' });
    expect(byName.get('hour_of_day')?.state).not.toBe('drift');
    const score = await monitor.metric(`ml_data_drift_score{${MODEL},feature_name="amount"}`);
    expect(score).toBe(byName.get('amount')?.score);
    expect(score).toBeGreaterThan(0.7);
    expect(await monitor.metric(`ml_data_drift_state{${MODEL},feature_name="amount",state="drift"}`)).toBe(1);
    expect(
      await monitor.metric(`ml_data_drift_samples{${MODEL},feature_name="amount",window="current"}`),
    ).toBe(2000);
    expect(monitor.events('model_drift')).toContainEqual(
      expect.objectContaining({ feature_name: 'amount', drift_state: 'drift', report_id: report.id }),
    );
    const [latest] = ((await (await fetch(`${monitor.url}/v1/drift`)).json()) as { reports: DriftReport[] })
      .reports;
    expect(latest).toEqual(report);
    const stored = await fetch(`${monitor.url}/v1/drift/reports/${report.id}`);
    expect(await stored.json()).toEqual(report);
    const page = await fetch(`${monitor.url}/v1/drift/reports/${report.id}.html`);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(await page.text()).toContain('<svg');
  });

  it('run - when a category takes over - then it has drifted by the distance of its shares', async () => {
    await store(await predictions(1500, { merchantMix: { gaming: 8 } }));
    const report = await run();
    expect(report.features.find(({ name }) => name === 'merchant_category')).toMatchObject({
      state: 'drift',
      method: 'jensen_shannon',
    });
  });

  it('run - when few scores cross a threshold - then the decisions have drifted, and are told as an output', async () => {
    const decline = 0.05;
    const records = worldPredictions(createWorld({ seed: 42 }), 2000).map((record) => ({
      ...record,
      attributes: {
        ...record.attributes,
        // As another threshold would decide: no score has moved.
        prediction: Number(record.attributes.prediction_score) >= decline ? 'decline' : 'approve',
      },
    }));
    await store(records);
    const report = await run();
    const decision = report.outputs.find(({ name }) => name === 'decision');
    expect(decision).toMatchObject({ state: 'drift', method: 'jensen_shannon', reference_samples: 2000 });
    expect(decision?.bins.map(({ label }) => label)).toEqual([
      'approve',
      'review',
      'decline',
      'unseen',
      'missing',
    ]);
    expect(report.kinds).toContain('prediction');
    const score = await monitor.metric(`ml_prediction_drift_score{${MODEL},output="decision"}`);
    expect(score).toBe(decision?.score);
    expect(score).toBeGreaterThan(0.7);
  });

  it('run - when a version decides as on its reference - then its decisions have not drifted', async () => {
    // The reference's own scores again, decided by the manifest's thresholds.
    const profile = await readReferenceProfile(`${MODELS}/fraud-detection/1/reference-profile.json`);
    const manifest = (await readVersionIn([MODELS], 'fraud-detection', '1')).manifest;
    if (manifest === undefined) throw new Error('version 1 has a manifest');
    const scores = (profile.sample.probability ?? []) as number[];
    const records = worldPredictions(createWorld({ seed: 42 }), scores.length).map((record, row) => ({
      ...record,
      attributes: {
        ...record.attributes,
        prediction_score: scores[row],
        prediction: decisionAt(scores[row] ?? 0, manifest.thresholds),
      },
    }));
    await store(records);
    const report = await run();
    expect(report.outputs.map(({ name, state }) => [name, state])).toEqual([
      ['score', 'ok'],
      ['confidence', 'ok'],
      ['decision', 'ok'],
    ]);
  });

  it('run - when there are too few rows - then it says how many are needed, and no score', async () => {
    await store(await predictions(1, { amountScale: 3 }));
    const report = await run();
    const amount = report.features.find(({ name }) => name === 'amount');
    expect(amount).toMatchObject({ state: 'insufficient_data', needed_samples: expect.any(Number) });
    expect(amount?.needed_samples).toBeGreaterThan(1);
    expect(await monitor.metric(`ml_data_drift_score{${MODEL},feature_name="amount"}`)).toBeUndefined();
  });

  it('report - when it does not exist - then answers 404', async () => {
    const response = await fetch(`${monitor.url}/v1/drift/reports/00000000-0000-0000-0000-000000000000`);
    expect(response.status).toBe(404);
  });
});
