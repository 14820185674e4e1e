import type { Explanation } from '@lab/contracts';
import { type ServiceProcess, startServiceProcess } from '@lab/instrumentation/testing';
import { createWorld } from '@lab/model/world';
import { startTestDatabase, type TestDatabase } from '@lab/postgres/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ADMIN_TOKEN, MODELS, SALT, startMonitor, type TestMonitor } from '../test/monitor-app.ts';
import { deliver, idOf, prediction, type TestRecord } from '../test/otlp-logs.ts';
import { worldPredictions } from '../test/world-predictions.ts';

const V2 = 'model_name="fraud-detection",model_version="2"';

interface Shares {
  model_version: string;
  predictions: number;
  features: { feature_name: string; share: number; mean_absolute_contribution: number }[];
}

describe('explanations', { timeout: 120_000 }, () => {
  let database: TestDatabase;
  let inference: ServiceProcess;
  let inferenceUrl: string;
  let monitor: TestMonitor;

  beforeAll(async () => {
    database = await startTestDatabase();
    inference = startServiceProcess({
      folder: new URL('../../inference/', import.meta.url),
      env: {
        PORT: '0',
        OTEL_SERVICE_NAME: 'inference',
        USER_ID_SALT: SALT,
        ADMIN_TOKEN,
        MODEL_REPOSITORY: MODELS,
        MODEL_EXECUTION: 'inline',
        EXPLANATION_TIMEOUT_MS: '30000',
      },
    });
    inferenceUrl = await inference.ready();
    monitor = await open(inferenceUrl);
  }, 90_000);
  beforeEach(() => database.sql('TRUNCATE monitor.predictions, monitor.labels'));
  afterAll(async () => {
    await monitor?.close();
    await inference?.stop();
    await database?.close();
  });

  const open = (url: string, env: Record<string, string> = {}): Promise<TestMonitor> =>
    startMonitor(database.url, {
      env: {
        INFERENCE_URL: url,
        MONITOR_EXPLANATION_ROWS: '16',
        MONITOR_EXPLANATION_TIMEOUT_MS: '30000',
        ...env,
      },
    });
  const explain = async (at = monitor): Promise<Shares[]> => {
    const response = await fetch(`${at.url}/v1/explanations`);
    expect(response.status).toBe(200);
    return ((await response.json()) as { explanations: Shares[] }).explanations;
  };
  const versioned = (version: string, rows: number): TestRecord[] =>
    worldPredictions(createWorld({ seed: 11 }), rows, { change: { model_version: version } });

  it('run - when versions answered lately - then each feature has its share of what moved their scores', async () => {
    await deliver(monitor.url, [...versioned('1', 40), ...versioned('2', 40)]);
    const explained = await explain();
    expect(explained.map(({ model_version }) => model_version).sort()).toEqual(['1', '2']);
    for (const { predictions, features } of explained) {
      expect(predictions).toBe(16);
      expect(features).toHaveLength(12);
      expect(features.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
      expect(features.every(({ mean_absolute_contribution }) => mean_absolute_contribution > 0)).toBe(true);
    }
    const ofSecond = explained.find(({ model_version }) => model_version === '2')?.features ?? [];
    for (const { feature_name, share } of ofSecond) {
      const series = `ml_feature_contribution_ratio{${V2},feature_name="${feature_name}"}`;
      expect(await monitor.metric(series)).toBe(share);
    }
    expect(await monitor.metric('ml_pipeline_runs_total{pipeline="explanations",outcome="success"}')).toBe(1);
  });

  it('run - when a version no longer answers - then its shares are gone', async () => {
    await deliver(monitor.url, versioned('1', 20));
    expect((await explain()).map(({ model_version }) => model_version)).toEqual(['1']);
    expect(await monitor.scrape()).not.toContain(`ml_feature_contribution_ratio{${V2}`);
  });

  it('run - when a version is not in memory any more - then it is told, and the others are explained', async () => {
    await deliver(monitor.url, [...versioned('1', 20), ...versioned('7', 20)]);
    monitor.lines.length = 0;
    expect((await explain()).map(({ model_version }) => model_version)).toEqual(['1']);
    expect(monitor.events('predictions_unexplained')).toEqual([
      expect.objectContaining({ model_version: '7' }),
    ]);
  });

  it('run - when the inference service is away - then the run is skipped, and nothing old is claimed', async () => {
    const alone = await open('http://127.0.0.1:1');
    await deliver(alone.url, versioned('2', 20));
    expect(await explain(alone)).toEqual([]);
    expect(await alone.metric('ml_pipeline_runs_total{pipeline="explanations",outcome="skipped"}')).toBe(1);
    expect(await alone.metric('ml_pipeline_runs_total{pipeline="explanations",outcome="failure"}')).toBe(0);
    await alone.close();
  });

  it('explanation - when a stored prediction is named - then its contributions add up to what the model says', async () => {
    const record = prediction({ model_version: '2', features: { ...features, amount: 3000 } });
    await deliver(monitor.url, [record]);
    const response = await fetch(`${monitor.url}/v1/predictions/${idOf(record)}/explanation`);
    expect(response.status).toBe(200);
    const answer = (await response.json()) as { explanation: Explanation };
    expect(answer).toMatchObject({ prediction_id: idOf(record), model_version: '2' });
    const { baseline, score, contributions } = answer.explanation;
    expect(contributions.reduce((sum, { contribution }) => sum + contribution, baseline)).toBeCloseTo(
      score,
      6,
    );
    expect(contributions).toContainEqual(expect.objectContaining({ feature_name: 'amount', value: 3000 }));
  });

  it.each([
    ['nobody knows it', undefined, 404],
    ['its version is not in memory', { model_version: '7' }, 409],
    [
      'it failed',
      { event_type: 'model_prediction_failed', error_code: 'INFERENCE_FAILED', features: undefined },
      409,
    ],
  ])('explanation - when %s - then answers %s with a reason', async (_why, change, status) => {
    const record = prediction(change ?? {});
    if (change !== undefined) await deliver(monitor.url, [record]);
    const response = await fetch(`${monitor.url}/v1/predictions/${idOf(record)}/explanation`);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { message: expect.any(String) } });
  });

  it('explanation - when there is no inference service to ask - then answers 503', async () => {
    const record = prediction();
    const alone = await open('http://127.0.0.1:1');
    await deliver(alone.url, [record]);
    const response = await fetch(`${alone.url}/v1/predictions/${idOf(record)}/explanation`);
    expect(response.status).toBe(503);
    await alone.close();
  });

  const features = prediction().attributes.features as Record<string, unknown>;
});
