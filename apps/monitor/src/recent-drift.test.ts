import type { DriftReport } from '@lab/drift-report';
import { createWorld, type Drift } from '@lab/model/world';
import { startTestDatabase, type TestDatabase } from '@lab/postgres/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startMonitor, type TestMonitor } from '../test/monitor-app.ts';
import { deliverAll } from '../test/otlp-logs.ts';
import { worldPredictions } from '../test/world-predictions.ts';

const MODEL = 'model_name="fraud-detection"';
const AMOUNT = `${MODEL},feature_name="amount"`;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ENOUGH = 500;
const TRIPLED: Drift = { amountScale: 3 };

describe('drift against the last 7 days', { timeout: 120_000 }, () => {
  let database: TestDatabase;
  let monitor: TestMonitor;
  // Half past: the window began in this hour. Another hour for each test, since the monitor remembers what it knows of one.
  let now = Math.floor(Date.now() / HOUR) * HOUR - HOUR / 2;
  let fullHour = 0;

  beforeAll(async () => {
    database = await startTestDatabase();
    monitor = await startMonitor(database.url, {
      now: () => now,
      env: {
        MONITOR_DRIFT_ROWS: '2000',
        MONITOR_ACCEPTED_FALSE_ALARMS_PER_DAY: '0.5',
        DATABASE_TIMEOUT_MS: '30000',
      },
    });
  }, 60_000);
  beforeEach(async () => {
    now -= HOUR;
    fullHour = now - HOUR / 2;
    await database.sql('TRUNCATE monitor.predictions, monitor.labels, monitor.drift_reports');
    monitor.lines.length = 0;
  });
  afterAll(async () => {
    await monitor?.close();
    await database?.close();
  });

  async function store(rows: number, drift: Drift, until: number): Promise<void> {
    const records = worldPredictions(createWorld({ seed: 42, drift }), rows, { until });
    await deliverAll(monitor.url, records);
  }
  /** Days in which every prediction was sampled. */
  async function remember(rows: number, drift: Drift, until = fullHour): Promise<void> {
    await store(rows, drift, until);
    await database.sql('UPDATE monitor.predictions SET sampled = true');
  }
  async function run(): Promise<DriftReport> {
    const answer = await monitor.post('/v1/drift/runs');
    const { reports } = (await answer.json()) as { reports: DriftReport[] };
    return reports[0] as DriftReport;
  }
  const inState = (state: string) => monitor.metric(`ml_recent_drift_state{${AMOUNT},state="${state}"}`);
  const referenceSamples = () => monitor.metric(`ml_recent_drift_samples{${AMOUNT},window="reference"}`);
  const score = () => monitor.metric(`ml_recent_drift_score{${AMOUNT}}`);

  it('run - when amounts tripled days ago - then they have drifted from the training data, and not from the last days', async () => {
    await remember(1500, TRIPLED);
    await store(1500, TRIPLED, now);
    const report = await run();
    expect(report.features.find(({ name }) => name === 'amount')?.state).toBe('drift');
    expect(await monitor.metric(`ml_data_drift_state{${AMOUNT},state="drift"}`)).toBe(1);
    expect(report.recent?.features.map(({ name }) => name)).toEqual(report.features.map(({ name }) => name));
    expect(await inState('drift')).toBe(0);
    expect(await score()).toBeLessThan(0.7);
    expect(monitor.events('model_recent_drift').map(({ feature_name }) => feature_name)).not.toContain(
      'amount',
    );
  });

  it('run - when amounts have tripled just now - then they have drifted from the last days: in metrics, a line and the report', async () => {
    await remember(1500, {});
    await store(1500, TRIPLED, now);
    const report = await run();
    const amount = report.recent?.features.find(({ name }) => name === 'amount');
    expect(amount).toMatchObject({ state: 'drift', reference_samples: 1500, current_samples: 1500 });
    expect(await inState('drift')).toBe(1);
    expect(await inState('insufficient_data')).toBe(0);
    expect(await score()).toBe(amount?.score);
    expect(await referenceSamples()).toBe(1500);
    expect(await monitor.metric(`ml_recent_drift_samples{${AMOUNT},window="current"}`)).toBe(1500);
    expect(monitor.events('model_recent_drift')).toContainEqual(
      expect.objectContaining({
        feature_name: 'amount',
        drift_state: 'drift',
        level: 'info',
        report_id: report.id,
      }),
    );
  });

  it('run - when drift is against the last days alone - then neither the state of the run nor its metrics change', async () => {
    await remember(1500, TRIPLED);
    await store(1500, {}, now);
    const report = await run();
    expect(report.recent?.features.find(({ name }) => name === 'amount')?.state).toBe('drift');
    expect(report.features.find(({ name }) => name === 'amount')?.state).not.toBe('drift');
    expect(report.kinds).not.toContain('covariate');
    expect(await monitor.metric(`ml_data_drift_score{${AMOUNT}}`)).toBeLessThan(0.7);
    expect(monitor.events('model_drift').map(({ feature_name }) => feature_name)).not.toContain('amount');
  });

  it.each([
    ['one row too few - then it knows too little', ENOUGH - 1, false],
    ['rows enough - then it compares', ENOUGH, true],
  ])('run - when the last days have %s', async (_what, rows, isEnough) => {
    await remember(rows, {});
    await store(1500, {}, now);
    const report = await run();
    expect(report.recent?.rows).toBe(rows);
    expect(report.recent?.features.length).toBe(isEnough ? report.features.length : 0);
    expect(await referenceSamples()).toBe(rows);
    expect(await inState('insufficient_data')).toBe(isEnough ? 0 : 1);
    expect((await score()) !== undefined).toBe(isEnough);
  });

  it('run - when a row is sampled, but older than 7 days or of this hour - then it does not count', async () => {
    await remember(ENOUGH, {}, fullHour - MINUTE);
    const moveOne = (to: number) =>
      database.sql(
        `UPDATE monitor.predictions SET predicted_at = to_timestamp($1::double precision / 1000)
         WHERE prediction_id = (SELECT prediction_id FROM monitor.predictions ORDER BY prediction_id LIMIT 1)`,
        [to],
      );
    await store(1500, {}, now);
    const counted: unknown[] = [];
    for (const moment of [fullHour, fullHour + 1, fullHour - 7 * 24 * HOUR + 1, fullHour - 7 * 24 * HOUR]) {
      await moveOne(moment);
      counted.push((await run()).recent?.rows);
    }
    expect(counted).toEqual([ENOUGH, ENOUGH - 1, ENOUGH, ENOUGH - 1]);
  });

  it('run - when too little is remembered after a time of plenty - then no old score stays', async () => {
    await remember(ENOUGH, {});
    await store(1500, {}, now);
    await run();
    expect(await score()).toBeGreaterThanOrEqual(0);
    await database.sql('UPDATE monitor.predictions SET sampled = false');
    await run();
    expect(await score()).toBeUndefined();
    expect(await inState('insufficient_data')).toBe(1);
  });
});
