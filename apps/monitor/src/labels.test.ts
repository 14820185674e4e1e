import { startTestDatabase, type TestDatabase } from '@lab/postgres/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startMonitor, type TestMonitor } from '../test/monitor-app.ts';
import { deliver, idOf, prediction } from '../test/otlp-logs.ts';

const MODEL = 'model_name="fraud-detection"';

describe('POST /v1/labels', { timeout: 60_000 }, () => {
  let database: TestDatabase;
  let monitor: TestMonitor;

  beforeAll(async () => {
    database = await startTestDatabase();
    monitor = await startMonitor(database.url, { env: { MONITOR_MARGIN: '0.1' } });
  }, 60_000);
  beforeEach(() => database.sql('TRUNCATE monitor.predictions, monitor.labels'));
  afterAll(async () => {
    await monitor?.close();
    await database?.close();
  });

  const outcome = (name: string): Promise<number | undefined> =>
    monitor.metric(`ml_labels_received_total{outcome="${name}"}`);
  const revenue = async (type: string): Promise<number> =>
    (await monitor.metric(`ml_revenue_impact_total{${MODEL},prediction_type="${type}"}`)) ?? 0;
  const labels = () =>
    database.sql<{ is_fraud: boolean; labelled_at: Date; joined: boolean }>(
      'SELECT is_fraud, labelled_at, joined_at IS NOT NULL AS joined FROM monitor.labels ORDER BY prediction_id',
    );
  /** What `work` adds to the counters. */
  const increase = async (names: readonly string[], work: () => Promise<unknown>): Promise<number[]> => {
    const before = await Promise.all(names.map(outcome));
    await work();
    const after = await Promise.all(names.map(outcome));
    return after.map((value, index) => (value ?? 0) - (before[index] ?? 0));
  };

  it('labels - when the prediction is known - then the label joins it, with its delay in event time', async () => {
    const record = prediction({}, Date.now() - 90_000);
    await deliver(monitor.url, [record]);
    const before = (await monitor.metric(`ml_label_delay_seconds_sum{${MODEL}}`)) ?? 0;
    const at = (record.time ?? 0) + 60_000;
    const counted = await increase(['joined', 'early'], async () => {
      expect((await monitor.label([{ id: idOf(record), isFraud: true, at }])).status).toBe(200);
    });
    expect(counted).toEqual([1, 0]);
    expect(await labels()).toEqual([{ is_fraud: true, labelled_at: new Date(at), joined: true }]);
    expect((await monitor.metric(`ml_label_delay_seconds_sum{${MODEL}}`)) ?? 0).toBeCloseTo(before + 60, 6);
  });

  it('prediction - when it is looked up - then its answers, shadows last, and its label are told; unknown is 404', async () => {
    const record = prediction({}, Date.now() - 1000);
    const shadow = prediction({ prediction_id: idOf(record), model_version: '2', model_role: 'shadow' });
    await deliver(monitor.url, [shadow, record]);
    await monitor.label([{ id: idOf(record), isFraud: true }]);
    const response = await fetch(`${monitor.url}/v1/predictions/${idOf(record)}`);
    expect(await response.json()).toMatchObject({
      predictions: [
        {
          role: 'champion',
          score: 0.02,
          is_fraud: true,
          predicted_at: new Date(record.time ?? 0).toISOString(),
          features: record.attributes.features,
        },
        { role: 'shadow', model_version: '2' },
      ],
    });
    expect((await fetch(`${monitor.url}/v1/predictions/nobody`)).status).toBe(404);
  });

  it('labels - when one comes before its prediction - then it waits, and joins when the event comes', async () => {
    const record = prediction({ prediction: 'decline', features: { amount: 100 } });
    const counted = await increase(['joined', 'early'], () =>
      monitor.label([{ id: idOf(record), isFraud: true }]),
    );
    expect(counted).toEqual([0, 1]);
    const before = await revenue('true_positive');
    expect(await increase(['joined', 'early'], () => deliver(monitor.url, [record]))).toEqual([1, 0]);
    expect(await revenue('true_positive')).toBeCloseTo(before + 100, 9);
  });

  it('labels - when they come twice, also within one batch - then they count once, money too', async () => {
    const record = prediction({ prediction: 'approve', features: { amount: 80 } });
    await deliver(monitor.url, [record]);
    const before = await revenue('false_negative');
    const label = { id: idOf(record), isFraud: true, at: Date.now() };
    const counted = await increase(['joined', 'duplicate', 'conflicting'], async () => {
      await monitor.label([label, label]);
      await monitor.label([label]);
      await deliver(monitor.url, [record]);
    });
    expect(counted).toEqual([1, 2, 0]);
    expect(await revenue('false_negative')).toBeCloseTo(before + 80, 9);
  });

  it.each([
    ['decline', true, 'true_positive', 200],
    ['decline', false, 'false_positive', 20],
    ['approve', false, 'true_negative', 20],
    ['approve', true, 'false_negative', 200],
    ['review', true, 'false_negative', 200],
  ])('revenue - when a payment was %s and fraud is %s - then %s moves by %d EUR', async (...row) => {
    const [decision, isFraud, type, euros] = row;
    const record = prediction({ prediction: decision, features: { amount: 200 } });
    const before = await revenue(type);
    await deliver(monitor.url, [record]);
    await monitor.label([{ id: idOf(record), isFraud }]);
    expect(await revenue(type)).toBeCloseTo(before + euros, 9);
  });

  it('revenue - when a shadow scored too - then the money is counted for the version that answered', async () => {
    const record = prediction({ features: { amount: 50 } });
    const shadow = prediction({
      prediction_id: idOf(record),
      model_version: '2',
      model_role: 'shadow',
      prediction: 'decline',
      features: { amount: 50 },
    });
    const before = await revenue('true_positive');
    await deliver(monitor.url, [shadow]);
    const early = await increase(['joined', 'early'], () =>
      monitor.label([{ id: idOf(record), isFraud: true }]),
    );
    expect(early).toEqual([0, 1]);
    await deliver(monitor.url, [record]);
    expect(await revenue('true_positive')).toBe(before);
  });

  it('labels - when they contradict each other - then the newest counts, in whatever order they come', async () => {
    const [first, second] = [prediction(), prediction()];
    await deliver(monitor.url, [first, second]);
    const [early, late] = [Date.now() - 5000, Date.now()];
    const counted = await increase(['joined', 'conflicting'], async () => {
      await monitor.label([{ id: idOf(first), isFraud: true, at: early }]);
      await monitor.label([{ id: idOf(first), isFraud: false, at: late }]);
      await monitor.label([{ id: idOf(second), isFraud: false, at: late }]);
      await monitor.label([{ id: idOf(second), isFraud: true, at: early }]);
    });
    expect(counted).toEqual([2, 2]);
    expect(await labels()).toEqual([
      { is_fraud: false, labelled_at: new Date(late), joined: true },
      { is_fraud: false, labelled_at: new Date(late), joined: true },
    ]);
  });

  it('labels - when one batch contradicts itself - then the newest counts', async () => {
    const record = prediction();
    await deliver(monitor.url, [record]);
    const now = Date.now();
    await monitor.label([
      { id: idOf(record), isFraud: true, at: now },
      { id: idOf(record), isFraud: false, at: now - 1000 },
    ]);
    expect(await labels()).toEqual([{ is_fraud: true, labelled_at: new Date(now), joined: true }]);
  });

  it('labels - when the same truth comes with a later time - then the first time stays', async () => {
    const record = prediction();
    await deliver(monitor.url, [record]);
    const at = Date.now() - 1000;
    await monitor.label([{ id: idOf(record), isFraud: true, at }]);
    await monitor.label([{ id: idOf(record), isFraud: true, at: at + 1000 }]);
    expect((await labels())[0]?.labelled_at).toEqual(new Date(at));
  });

  it('labels - when a batch is malformed - then answers 400 and stores nothing', async () => {
    const label = { prediction_id: 'p', is_fraud: true, labelled_at: new Date().toISOString() };
    for (const labels of [
      [],
      [{ ...label, prediction_id: 'a b' }],
      [{ ...label, prediction_id: 'a\u0000b' }],
      [{ ...label, is_fraud: 'yes' }],
      [{ ...label, labelled_at: 'yesterday' }],
      [{ ...label, labelled_at: '2026-01-01T23:59:60Z' }],
      [label, { ...label, comment: 'free text' }],
    ]) {
      const response = await monitor.post('/v1/labels', { labels });
      expect(response.status).toBe(400);
    }
    expect(await labels()).toEqual([]);
  });

  it('labels - when the database is away - then answers 503, and the same batch is taken afterwards', async () => {
    await database.stop();
    expect((await monitor.label([{ id: 'p1', isFraud: true }])).status).toBe(503);
    await database.start();
    expect((await monitor.label([{ id: 'p1', isFraud: true }])).status).toBe(200);
    expect(await labels()).toHaveLength(1);
  });
});
