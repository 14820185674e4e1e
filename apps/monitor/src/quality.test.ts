import { eventually } from '@lab/instrumentation/testing';
import { createWorld } from '@lab/model/world';
import { startTestDatabase, type TestDatabase } from '@lab/postgres/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startMonitor, type TestMonitor } from '../test/monitor-app.ts';
import { deliver, deliverAll, idOf, prediction } from '../test/otlp-logs.ts';
import { worldPredictions } from '../test/world-predictions.ts';

const V1 = 'model_name="fraud-detection",model_version="1"';

describe('model quality', { timeout: 120_000 }, () => {
  let database: TestDatabase;
  let monitor: TestMonitor;
  const open = (env: Record<string, string> = {}): Promise<TestMonitor> =>
    startMonitor(database.url, { env: { MONITOR_MATURITY_QUANTILE: '0.5', ...env } });

  beforeAll(async () => {
    database = await startTestDatabase();
    monitor = await open();
  }, 60_000);
  afterAll(async () => {
    await monitor?.close();
    await database?.close();
  });

  const quality = async (): Promise<Record<string, unknown>> => {
    const { models } = (await (await fetch(`${monitor.url}/v1/quality`)).json()) as {
      models: { window: unknown; versions: Record<string, unknown>[] }[];
    };
    return { window: models[0]?.window, ...models[0]?.versions[0] };
  };

  it('quality - when no label has come - then nothing is claimed', async () => {
    await deliver(monitor.url, [prediction()]);
    expect((await quality()).window).toBeNull();
    expect(await monitor.metric(`ml_model_accuracy{${V1}}`)).toBeUndefined();
    await database.sql('TRUNCATE monitor.predictions, monitor.labels');
  });

  it('quality - when labels have come for the mature - then it is counted by hand, and the young are left out', async () => {
    const now = Date.now();
    const rows = [
      ['decline', 0.9, true],
      ['decline', 0.8, false],
      ['approve', 0.1, false],
      ['approve', 0.2, false],
      ['approve', 0.3, true],
    ] as const;
    const records = rows.map(([decision, score]) =>
      prediction({ prediction: decision, prediction_score: score }, now - 300_000),
    );
    const unlabelled = [
      prediction({}, now - 300_000),
      prediction({}, now - 300_000),
      prediction({}, now - 300_000),
    ];
    const young = prediction({}, now - 1000);
    await deliver(monitor.url, [...records, ...unlabelled, young]);
    // Half of the labels come within 10 s: what is older is mature.
    const labels = rows.map(([, , isFraud], index) => ({
      id: idOf(records[index] as (typeof records)[number]),
      isFraud,
      at: now - 290_000,
    }));
    await monitor.label([...labels, { id: idOf(young), isFraud: true, at: now }]);

    expect(await quality()).toMatchObject({
      predictions: 8,
      labelled: 5,
      accuracy: 3 / 5,
      precision: 1 / 2,
      recall: 1 / 2,
      f1: 1 / 2,
      // 0.9 is above all three good ones, 0.3 above two of them
      roc_auc: 5 / 6,
      label_coverage: 5 / 8,
      estimate_calibration: 'too_few_labels',
      estimated_predictions: 8,
    });
    expect(await monitor.metric(`ml_model_accuracy{${V1}}`)).toBe(0.6);
    expect(await monitor.metric(`ml_label_coverage_ratio{${V1}}`)).toBe(0.625);
    expect(await monitor.metric(`ml_model_accuracy_limit{${V1},limit="lower"}`)).toBeLessThan(0.6);
    expect(await monitor.metric(`ml_model_accuracy_limit{${V1},limit="upper"}`)).toBeGreaterThan(0.6);
    const watermark = (await monitor.metric(
      'ml_label_watermark_timestamp_seconds{model_name="fraud-detection"}',
    )) as number;
    expect(Math.abs(watermark - (Date.now() - 10_000) / 1000)).toBeLessThan(5);
  });

  it('quality - when the monitor restarts - then gauges come back from the store, by the schedule alone', async () => {
    await monitor.close();
    monitor = await open({ MONITOR_QUALITY_INTERVAL_MS: '200' });
    const accuracy = await eventually('the gauge', () => monitor.metric(`ml_model_accuracy{${V1}}`));
    expect(accuracy).toBe(0.6);
    expect(await monitor.metric('ml_pipeline_interval_seconds{pipeline="model_quality"}')).toBe(0.2);
    expect(await monitor.metric(`ml_labels_received_total{outcome="joined"}`)).toBe(0);
    await monitor.close();
    monitor = await open();
  });

  it('estimate - when scores are true probabilities - then it tells the accuracy before the labels do', async () => {
    await database.sql('TRUNCATE monitor.predictions, monitor.labels');
    await storeLabelled((p) => p, 3000);
    const { accuracy, estimated_accuracy, roc_auc, estimated_roc_auc } = (await quality()) as Record<
      string,
      number
    >;
    // 3,000 labels: a standard error of 0.0035 for the accuracy, of 0.02 for the area.
    expect(Math.abs((accuracy as number) - (estimated_accuracy as number))).toBeLessThan(0.014);
    expect(Math.abs((roc_auc as number) - (estimated_roc_auc as number))).toBeLessThan(0.08);
  });

  it('estimate - when scores are far too high - then earlier labels correct it, and the answer says so', async () => {
    await database.sql('TRUNCATE monitor.predictions, monitor.labels');
    await monitor.close();
    monitor = await open();
    // A tenth of a chance is told as 0.32: what the scores alone promise is far from what the labels will say.
    await storeLabelled(Math.sqrt, 5000);
    const found = await quality();
    expect(found).toMatchObject({ predictions: 5000, estimate_calibration: 'calibrated' });
    // Learnt from the older half, used on the newer one.
    expect(found.estimate_calibration_labels).toBe(2500);
    expect(found.estimated_predictions).toBe(2500);
    expect(Math.abs(Number(found.accuracy) - Number(found.estimated_accuracy))).toBeLessThan(0.02);
    const state = (name: string) => monitor.metric(`ml_model_estimate_calibration{${V1},state="${name}"}`);
    expect(await state('calibrated')).toBe(1);
    expect(await state('too_few_labels')).toBe(0);
  });

  const storeLabelled = async (score: (p: number) => number, rows: number): Promise<void> => {
    const until = Date.now() - 60_000;
    const records = worldPredictions(createWorld({ seed: 5 }), rows, { until, score });
    await deliverAll(monitor.url, records);
    for (let at = 0; at < records.length; at += 500) {
      const labels = records.slice(at, at + 500).map((record) => ({
        id: idOf(record),
        isFraud: record.isFraud,
        at: (record.time ?? 0) + 1000,
      }));
      await monitor.label(labels);
    }
  };
});
