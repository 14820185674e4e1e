import type { ExplainResponse, Explanation, PredictResponse } from '@lab/contracts';
import { DEFAULT_USER_FEATURES } from '@lab/model/features';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openService, PURCHASE, startService, type TestService } from './inference-app.ts';

vi.setConfig({ testTimeout: 30_000 });

const MODEL = 'model_name="fraud-detection"';
const RISKY = {
  amount: 4000,
  merchant_category: 'gift_cards',
  card_present: false,
  distance_from_home_km: 5000,
  hour_of_day: 3,
} as const;
const FEATURES = {
  amount: PURCHASE.amount,
  merchant_category: PURCHASE.merchant_category,
  hour_of_day: PURCHASE.hour_of_day,
  distance_from_home_km: PURCHASE.distance_from_home_km,
  card_present: PURCHASE.card_present,
  ...DEFAULT_USER_FEATURES,
};

const total = ({ baseline, contributions }: Explanation): number =>
  contributions.reduce((sum, { contribution }) => sum + contribution, baseline);

describe('explanations', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await openService({ MODEL_EXECUTION: 'inline' });
  });
  afterAll(() => service.close());

  const predict = async (change: object, query = '?explain=true'): Promise<PredictResponse> =>
    (await (
      await fetch(`${service.url}/predict${query}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...PURCHASE, ...change }),
      })
    ).json()) as PredictResponse;
  const explain = (body: unknown, at = service): Promise<Response> =>
    fetch(`${at.url}/explain`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  it('predict - when reasons are asked for - then baseline and contributions add up to the score', async () => {
    const { explanation, probability } = await predict(RISKY);
    if (explanation === undefined) throw new Error('no explanation');
    expect(explanation.method).toBe('sampled_shapley');
    expect(explanation.score).toBeCloseTo(probability, 6);
    expect(total(explanation)).toBeCloseTo(probability, 6);
    expect(explanation.contributions).toHaveLength(12);
    const sizes = explanation.contributions.map(({ contribution }) => Math.abs(contribution));
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    expect(explanation.contributions).toContainEqual(
      expect.objectContaining({ feature_name: 'merchant_category', value: 'gift_cards' }),
    );
  });

  it('predict - when a purchase is risky for its place, channel and goods - then these are what raised it', async () => {
    const { explanation } = await predict(RISKY);
    const raised = explanation?.contributions.filter(({ contribution }) => contribution > 0.02);
    expect(raised?.map(({ feature_name }) => feature_name)).toEqual(
      expect.arrayContaining(['amount_to_average_ratio', 'merchant_category']),
    );
    const calm = await predict({ amount: 5, merchant_category: 'grocery', card_present: true });
    expect(calm.explanation?.contributions.every(({ contribution }) => contribution < 0.02)).toBe(true);
  });

  it('predict - when the same is asked twice - then it is explained alike', async () => {
    expect((await predict(RISKY)).explanation).toEqual((await predict(RISKY)).explanation);
  });

  it.each(['', '?explain=false'])(
    'predict - when the query is "%s" - then there are no reasons',
    async (query) => {
      const answer = await predict({}, query);
      expect(answer).not.toHaveProperty('explanation');
      expect(answer).not.toHaveProperty('explanation_error');
    },
  );

  it('predict - when the query is nonsense - then refuses it', async () => {
    expect(await predict({}, '?explain=perhaps')).toMatchObject({ error: { code: 'INVALID_REQUEST' } });
  });

  it('explanations - when they were asked for - then they are told as such, and as no rows, scores or predictions', async () => {
    const names = [
      `ml_model_predictions_total{${MODEL},model_version="2",status="success"}`,
      `ml_prediction_score_count{${MODEL},model_version="2"}`,
      `ml_model_batch_rows_count{${MODEL},model_version="2"}`,
      `ml_predictions_total{${MODEL},model_version="2",status="success"}`,
    ];
    const explained = `ml_explanations_total{${MODEL},outcome="success"}`;
    const values = (): Promise<(number | undefined)[]> =>
      Promise.all(names.map((name) => service.metric(name)));
    const [before, explainedBefore] = [await values(), (await service.metric(explained)) ?? Number.NaN];
    const events = service.events('model_prediction').length;
    expect((await explain({ model_version: '2', predictions: [FEATURES, FEATURES] })).status).toBe(200);
    expect(await values()).toEqual(before);
    expect(service.events('model_prediction')).toHaveLength(events);
    expect(await service.metric(explained)).toBe(explainedBefore + 2);
    await predict({});
    expect(await values()).toEqual(before.map((value) => (value ?? Number.NaN) + 1));
  });

  it('explain - when predictions of any version are named - then each is explained as /predict does', async () => {
    const answer = (await (
      await explain({ model_version: '2', predictions: [{ ...FEATURES, ...RISKY }, FEATURES] })
    ).json()) as ExplainResponse;
    expect(answer).toMatchObject({ model_name: 'fraud-detection', model_version: '2' });
    expect(answer.explanations[0]).toEqual((await predict(RISKY)).explanation);
    expect(answer.explanations[1]).toEqual((await predict({})).explanation);
    const older = (await (
      await explain({ model_version: '1', predictions: [FEATURES] })
    ).json()) as ExplainResponse;
    const [explanation] = older.explanations as [Explanation];
    expect(explanation.score).not.toBeCloseTo(answer.explanations[1]?.score ?? 0, 4);
    expect(total(explanation)).toBeCloseTo(explanation.score, 6);
  });

  /** Numbers, and more than a model's 32 bits hold. */
  const INFINITE = Object.fromEntries(
    Object.entries(FEATURES).map(([name, value]) => [name, typeof value === 'number' ? 1e300 : value]),
  );

  it.each([
    ['a version that is not loaded', { model_version: '9', predictions: [FEATURES] }, 404],
    ['no predictions', { model_version: '2', predictions: [] }, 400],
    [
      'a feature of the wrong kind',
      { model_version: '2', predictions: [{ ...FEATURES, amount: 'much' }] },
      400,
    ],
    ['values that no model has a finite score for', { model_version: '1', predictions: [INFINITE] }, 422],
    ['more than 64 predictions', { model_version: '2', predictions: Array(65).fill(FEATURES) }, 400],
  ])('explain - when it names %s - then refuses it', async (_what, body, status) => {
    expect((await explain(body)).status).toBe(status);
  });

  it('explanations - when more are asked for at once than are in work - then the rest is told to come later', async () => {
    const body = { model_version: '2', predictions: Array(16).fill(FEATURES) };
    const answers = await Promise.all(Array.from({ length: 8 }, () => explain(body)));
    const busy = answers.filter(({ status }) => status === 503);
    expect(busy.length).toBeGreaterThan(0);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(4);
    expect(await busy[0]?.json()).toMatchObject({ error: { code: 'EXPLANATIONS_BUSY' } });
    expect((await explain({ model_version: '2', predictions: [FEATURES] })).status).toBe(200);
  });

  it('predict - when the time for reasons is up - then the prediction stands, and the answer says why it is bare', async () => {
    const hurried = await startService({
      MODEL_EXECUTION: 'worker',
      EXPLANATION_TIMEOUT_MS: '10',
      BATCH_MAX_ROWS: '1',
    });
    const response = await fetch(`${hurried.url}/predict?explain=true`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(PURCHASE),
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      probability: expect.any(Number),
      explanation_error: { code: 'EXPLANATION_TOO_SLOW' },
    });
    expect(hurried.events('model_prediction')).toHaveLength(1);
    expect(await hurried.metric(`ml_explanations_total{${MODEL},outcome="too_slow"}`)).toBe(1);
  });
});
