import * as catalogue from '@lab/catalogue';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { CHAMPION, openService, type TestService } from './inference-app.ts';

vi.setConfig({ testTimeout: 30_000 }); // services start in the tests, and machines can be slow

describe('the metrics of predictions', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await openService();
  });
  afterAll(() => service.close());

  it('metrics - when the service has just answered - then every family of the catalogue is there', async () => {
    await service.predict();
    const text = await service.metrics();
    const families = Object.values(catalogue)
      .filter((value) => typeof value === 'object' && value !== null && 'name' in value && 'help' in value)
      .map((definition) => (definition as { name: string }).name)
      .filter((name) =>
        /^ml_(prediction(?!_drift)|model_(predictions|inference|queue|batch|in_flight|rejected|load|role|traffic|execution)|feature_(fetch|circuit))/.test(
          name,
        ),
      );
    expect(families.length).toBeGreaterThanOrEqual(21);
    for (const name of families) expect(text).toContain(`# TYPE ${name.replace(/_total$/, '')}`);
  });

  it.each([
    `ml_predictions_total{${CHAMPION},status="success"}`,
    `ml_model_predictions_total{${CHAMPION},status="success"}`,
    'ml_prediction_duration_seconds_count{model_name="fraud-detection"}',
    `ml_model_inference_duration_seconds_count{${CHAMPION}}`,
    `ml_model_queue_duration_seconds_count{${CHAMPION}}`,
    `ml_model_batch_rows_sum{${CHAMPION}}`,
    `ml_prediction_score_count{${CHAMPION}}`,
    'ml_prediction_features_source_total{model_name="fraud-detection",features_source="default"}',
  ])('metrics - when one prediction is made - then %s grows by one', async (series) => {
    const before = await service.metric(series);
    await service.predict();
    expect(await service.metric(series)).toBe((before ?? Number.NaN) + 1);
  });

  it('metrics - when a version answers - then its role, share, mode and limits are told', async () => {
    expect(await service.metric(`ml_model_role{${CHAMPION},role="champion"}`)).toBe(1);
    expect(
      await service.metric('ml_model_role{model_name="fraud-detection",model_version="1",role="champion"}'),
    ).toBe(0);
    expect(await service.metric(`ml_model_traffic_share{${CHAMPION}}`)).toBe(1);
    expect(await service.metric(`ml_model_queue_limit_rows{${CHAMPION}}`)).toBe(1024);
    expect(await service.metric(`ml_model_queue_rows{${CHAMPION}}`)).toBe(0);
    expect(await service.metric(`ml_model_in_flight_rows{${CHAMPION}}`)).toBe(0);
    const modes = await Promise.all(
      ['inline', 'worker'].map((mode) =>
        service.metric(`ml_model_execution_mode{${CHAMPION},mode="${mode}"}`),
      ),
    );
    expect(modes.toSorted()).toEqual([0, 1]);
  });
});
