import { eventually } from '@lab/instrumentation/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { CHAMPION, openService, PURCHASE, startService, type TestService, USER_ID } from './inference-app.ts';

vi.setConfig({ testTimeout: 30_000 }); // services start in the tests, and machines can be slow

describe('/predict', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await openService({ FAULT_INJECTION: 'true' });
  });
  afterAll(() => service.close());

  it('predict - when a purchase comes - then answers with the champion, a probability and a decision', async () => {
    const response = await service.predict();
    expect(response.status).toBe(200);
    const answer = (await response.json()) as Record<string, unknown>;
    expect(answer).toEqual({
      prediction_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      transaction_id: 'tx_1',
      model_name: 'fraud-detection',
      model_version: '2',
      probability: expect.any(Number),
      decision: expect.stringMatching(/^(approve|review|decline)$/),
      features_source: 'default',
    });
    expect(answer.probability).toBeGreaterThan(0);
    expect(answer.probability).toBeLessThan(1);
  });

  it('predict - when the purchase is far riskier - then the probability is higher', async () => {
    const probability = async (change: object): Promise<number> =>
      ((await (await service.predict(change)).json()) as { probability: number }).probability;
    const calm = await probability({
      amount: 5,
      merchant_category: 'grocery',
      card_present: true,
      distance_from_home_km: 1,
    });
    const risky = await probability({
      amount: 4000,
      merchant_category: 'gift_cards',
      card_present: false,
      distance_from_home_km: 5000,
      hour_of_day: 3,
    });
    expect(risky).toBeGreaterThan(calm * 2);
  });

  it('predict - when it has answered - then one prediction line tells all but who it was', async () => {
    const before = service.events('model_prediction').length;
    const { prediction_id } = (await (await service.predict()).json()) as { prediction_id: string };
    const lines = service.events('model_prediction').slice(before);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      message: 'prediction_completed',
      prediction_id,
      model_name: 'fraud-detection',
      model_version: '2',
      model_role: 'champion',
      prediction_score: expect.any(Number),
      latency_ms: expect.any(Number),
      features_source: 'default',
      features: {
        amount: PURCHASE.amount,
        merchant_category: 'electronics',
        account_age_days: expect.any(Number),
      },
    });
    expect(lines[0]?.user_id_hash).toMatch(/^[0-9a-f]{16}$/);
    expect(JSON.stringify(service.lines)).not.toContain(USER_ID);
  });

  it.each([
    ['an unknown member', { card: '4111' }],
    ['a missing user', { user_id: undefined }],
    ['an amount of text', { amount: 'much' }],
    ['an hour of no day', { hour_of_day: 24 }],
  ])(
    'predict - when the purchase has %s - then refuses it with 400 and the reason',
    async (_what, change) => {
      const response = await service.predict(change as object);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({
        error: { code: 'INVALID_REQUEST', message: expect.any(String) },
      });
    },
  );

  it.each([
    ['error', 500],
    ['error=503', 503],
    ['error=429', 429],
    ['error=200', 500],
    ['error=nonsense', 500],
  ])(
    'predict - when x-lab-fault is %s - then answers %d and counts it as a prediction that failed',
    async (fault, status) => {
      const errors = `ml_predictions_total{${CHAMPION},status="error"}`;
      const durations = 'ml_prediction_duration_seconds_count{model_name="fraud-detection"}';
      const before = [await service.metric(errors), await service.metric(durations)];
      expect((await service.predict({}, { 'x-lab-fault': fault })).status).toBe(status);
      expect(await service.metric(errors)).toBe((before[0] ?? Number.NaN) + 1);
      expect(await service.metric(durations)).toBe((before[1] ?? Number.NaN) + 1);
    },
  );

  it('predict - when x-lab-fault asks for latency - then the duration metric and the line have it', async () => {
    const sum = 'ml_prediction_duration_seconds_sum{model_name="fraud-detection"}';
    const before = (await service.metric(sum)) ?? Number.NaN;
    expect((await service.predict({}, { 'x-lab-fault': 'latency=150' })).status).toBe(200);
    expect((await service.metric(sum)) ?? 0).toBeGreaterThan(before + 0.149);
    expect(service.events('model_prediction').at(-1)?.latency_ms).toBeGreaterThan(149);
  });

  it('predict - when faults are not enabled - then the header is ignored', async () => {
    const production = await startService();
    expect((await production.predict({}, { 'x-lab-fault': 'error' })).status).toBe(200);
  });

  it('predict - when clients leave while they wait - then nothing stays behind', async () => {
    const leaving = Array.from({ length: 30 }, async () => {
      const controller = new AbortController();
      const answer = fetch(`${service.url}/predict`, {
        method: 'POST',
        signal: controller.signal,
        headers: { 'content-type': 'application/json', 'x-lab-fault': 'latency=100' },
        body: JSON.stringify(PURCHASE),
      });
      setTimeout(() => controller.abort(), 20);
      await expect(answer).rejects.toThrow();
    });
    await Promise.all(leaving);
    await eventually('no request in flight', async () =>
      (await service.metric('http_server_requests_in_flight')) === 0 ? true : undefined,
    );
    expect((await service.predict()).status).toBe(200);
    expect(await service.metric(`ml_model_queue_rows{${CHAMPION}}`)).toBe(0);
  });
});
