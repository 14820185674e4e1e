import * as catalogue from '@lab/catalogue';
import { eventually } from '@lab/instrumentation/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  ADMIN_TOKEN,
  openService,
  PURCHASE,
  startService,
  type TestService,
  USER_ID,
} from './inference-app.ts';

vi.setConfig({ testTimeout: 30_000 }); // services start in the tests, and machines can be slow

const CHAMPION = 'model_name="fraud-detection",model_version="2"';

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

describe('routes of versions', () => {
  it('canary - when it has half of the users - then each user meets one version, and both answer', async () => {
    const service = await startService({
      MODEL_ROUTES: '{"fraud-detection":{"champion":"1","canary":{"version":"2","percent":50}}}',
    });
    const versionOf = async (user_id: string): Promise<string> =>
      ((await (await service.predict({ user_id })).json()) as { model_version: string }).model_version;
    const users = Array.from({ length: 60 }, (_, index) => `user_${index}`);
    const first = await Promise.all(users.map(versionOf));
    expect(new Set(first)).toEqual(new Set(['1', '2']));
    expect(await Promise.all(users.map(versionOf))).toEqual(first);
    expect(service.events('model_prediction').some(({ model_role }) => model_role === 'canary')).toBe(true);
    expect(await service.metric(`ml_model_traffic_share{${CHAMPION}}`)).toBe(0.5);
  });

  it.each(['inline', 'worker'])(
    'shadow - when it runs %s - then it has its own line and metrics and answers nobody',
    async (MODEL_EXECUTION) => {
      const service = await startService({
        MODEL_EXECUTION,
        MODEL_ROUTES: '{"fraud-detection":{"champion":"1","shadow":["2"]}}',
      });
      const answer = (await (await service.predict()).json()) as Record<string, unknown>;
      expect(answer.model_version).toBe('1');
      const shadow = await eventually('the shadow line', () =>
        service.events('model_prediction').find(({ model_role }) => model_role === 'shadow'),
      );
      expect(shadow).toMatchObject({ model_version: '2', prediction_id: answer.prediction_id });
      expect(shadow.prediction_score).not.toBe(answer.probability);
      expect(await service.metric(`ml_model_predictions_total{${CHAMPION},status="success"}`)).toBe(1);
      expect(await service.metric(`ml_predictions_total{${CHAMPION},status="success"}`)).toBe(0);
      expect(await service.metric(`ml_prediction_decisions_total{${CHAMPION},decision="approve"}`)).toBe(0);
      expect(service.events('model_prediction_failed')).toEqual([]);
    },
  );

  it('shadow - when its queue refuses - then the callers are answered and the failure is told', async () => {
    const service = await startService({
      MODEL_EXECUTION: 'worker',
      QUEUE_LIMIT_ROWS: '1',
      MODEL_ROUTES: '{"fraud-detection":{"champion":"1","shadow":["2"]}}',
    });
    const big = {
      inputs: [{ name: 'input', datatype: 'FP32', shape: [5000, 19], data: new Array(95_000).fill(1) }],
    };
    const hold = fetch(`${service.url}/v2/models/fraud-detection/versions/2/infer`, {
      method: 'POST',
      body: JSON.stringify(big),
    });
    await eventually('the shadow is busy', async () =>
      ((await service.metric(`ml_model_queue_rows{${CHAMPION}}`)) ?? 0) > 0 ? true : undefined,
    );
    expect((await service.predict()).status).toBe(200);
    expect((await hold).status).toBe(200);
    const failed = await eventually('the failure line', () => service.events('model_prediction_failed')[0]);
    expect(failed).toMatchObject({ model_version: '2', error: { code: 'QUEUE_FULL' } });
    expect(await service.metric(`ml_model_rejected_total{${CHAMPION}}`)).toBe(1);
  });
});

describe('where models run', () => {
  it('execution - when the same purchases are scored inline and in workers - then the answers are equal', async () => {
    const [inline, worker] = [
      await startService({ MODEL_EXECUTION: 'inline' }),
      await startService({ MODEL_EXECUTION: 'worker' }),
    ];
    for (const amount of [1, 20, 300, 4000, 50_000]) {
      const [a, b] = (await Promise.all(
        [inline, worker].map(async (service) => (await service.predict({ amount })).json()),
      )) as { probability: number }[];
      expect(a?.probability).toBe(b?.probability);
    }
    expect(await worker.metric(`ml_model_execution_mode{${CHAMPION},mode="worker"}`)).toBe(1);
    expect(await inline.metric(`ml_model_execution_mode{${CHAMPION},mode="inline"}`)).toBe(1);
  });

  it('execution - when a big batch runs in a worker - then probes are answered meanwhile', async () => {
    const service = await startService({
      MODEL_EXECUTION: 'worker',
      BATCH_MAX_ROWS: '4096',
      QUEUE_LIMIT_ROWS: '40000',
    });
    const data = Array.from({ length: 4096 * 19 }, (_, index) => index % 7);
    const body = JSON.stringify({ inputs: [{ name: 'input', datatype: 'FP32', shape: [4096, 19], data }] });
    let running = 8;
    const batches = Array.from({ length: running }, async () => {
      const response = await fetch(`${service.url}/v2/models/fraud-detection/infer`, {
        method: 'POST',
        body,
      });
      expect(response.status).toBe(200);
      await response.arrayBuffer();
      running -= 1;
    });
    let probes = 0;
    let slowest = 0;
    const deadline = performance.now() + 15_000;
    while (running > 0 && performance.now() < deadline) {
      const started = performance.now();
      expect((await fetch(`${service.url}/healthz`)).status).toBe(200);
      slowest = Math.max(slowest, performance.now() - started);
      probes += 1;
    }
    await Promise.all(batches);
    expect(probes).toBeGreaterThan(1);
    expect(slowest).toBeLessThan(1000);
  });
});

describe('the queue', () => {
  it('queue - when more rows wait than it holds - then 503 QUEUE_FULL says when to come back', async () => {
    const service = await startService({
      MODEL_EXECUTION: 'worker',
      QUEUE_LIMIT_ROWS: '4',
      BATCH_MAX_ROWS: '1',
    });
    const responses = await Promise.all(
      Array.from({ length: 60 }, () => service.infer('fraud-detection', ONE_ROW)),
    );
    const refused = responses.filter(({ status }) => status === 503);
    expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([200, 503]));
    expect(refused[0]?.headers.get('retry-after')).toBe('1');
    expect(await refused[0]?.json()).toEqual({ error: expect.stringContaining('is full') });
    expect(await service.metric(`ml_model_rejected_total{${CHAMPION}}`)).toBe(refused.length);
    expect((await service.predict()).status).toBe(200);
  });

  it('queue - when one request is larger than it - then the request is cut, scored and put together', async () => {
    const service = await startService({
      MODEL_EXECUTION: 'worker',
      QUEUE_LIMIT_ROWS: '4',
      BATCH_MAX_ROWS: '8',
    });
    const rows = 100;
    const data = Array.from({ length: rows * 19 }, (_, index) => (index * 37) % 101);
    const scores = async (shape: number[], values: number[]): Promise<number[]> => {
      const response = await service.infer('fraud-detection', {
        inputs: [{ name: 'input', datatype: 'FP32', shape, data: values }],
      });
      return ((await response.json()) as { outputs: { data: number[] }[] }).outputs[0]?.data ?? [];
    };
    const together = await scores([rows, 19], data);
    const alone = [];
    for (let row = 0; row < rows; row++)
      alone.push(...(await scores([1, 19], data.slice(row * 19, row * 19 + 19))));
    expect(together).toEqual(alone);
    expect(new Set(together).size).toBeGreaterThan(10);
  });
});

const ONE_ROW = {
  inputs: [{ name: 'input', datatype: 'FP32', shape: [1, 19], data: new Array(19).fill(1) }],
};

describe('the admin API', () => {
  it.each([undefined, 'Bearer wrong', `Basic ${ADMIN_TOKEN}`, 'Bearer', `Bearer ${ADMIN_TOKEN}x`])(
    'admin - when the authorization is %j - then 401 and nothing changes',
    async (authorization) => {
      const service = await startService();
      const headers = { 'content-type': 'application/json', ...(authorization && { authorization }) };
      for (const [method, path, body] of [
        ['GET', '/admin/models'],
        ['PUT', '/admin/models/fraud-detection/route', '{"champion":"1"}'],
        ['POST', '/v2/repository/models/add-sub/unload', '{}'],
      ] as const) {
        const response = await fetch(`${service.url}${path}`, { method, headers, ...(body && { body }) });
        expect([path, response.status]).toEqual([path, 401]);
      }
      expect(await (await service.predict()).json()).toMatchObject({ model_version: '2' });
      expect((await fetch(`${service.url}/v2/models/add-sub/ready`)).status).toBe(200);
    },
  );

  it('admin - when a route is set - then the next prediction follows it', async () => {
    const service = await startService();
    expect((await service.admin('PUT', '/models/fraud-detection/route', { champion: '1' })).status).toBe(200);
    expect(await (await service.predict()).json()).toMatchObject({ model_version: '1' });
    expect(await service.metric(`ml_model_role{${CHAMPION},role="champion"}`)).toBe(0);
    expect(service.events('model_routed').at(-1)).toMatchObject({
      route: { champion: '1' },
      previous: { champion: '2' },
    });
  });

  it.each([
    [{ champion: '9' }, 422, 'not loaded'],
    [{ champion: '1', canary: { version: '1', percent: 5 } }, 422, 'the canary is the champion'],
    [{ champion: '1', shadow: ['1'] }, 422, 'a shadow at once'],
    [{ champion: 'one' }, 400, 'pattern'],
    [{ champion: '1', canary: { version: '2', percent: 101 } }, 400, '100'],
  ])('admin - when the route is %j - then answers %d', async (route, status, reason) => {
    const service = await startService();
    const response = await service.admin('PUT', '/models/fraud-detection/route', route);
    expect(response.status).toBe(status);
    expect(await response.text()).toContain(reason);
    expect(await (await service.predict()).json()).toMatchObject({ model_version: '2' });
  });

  it('admin - when a version is unloaded and loaded - then lists, metrics and protocol follow', async () => {
    const service = await startService();
    expect((await service.admin('DELETE', '/models/fraud-detection/versions/2')).status).toBe(409);
    expect((await service.admin('DELETE', '/models/fraud-detection/versions/1')).status).toBe(204);
    expect((await fetch(`${service.url}/v2/models/fraud-detection/versions/1/ready`)).status).toBe(404);
    const role = 'ml_model_role{model_name="fraud-detection",model_version="1",role="champion"}';
    expect(await service.metric(role)).toBeUndefined();
    const loaded = await service.admin('POST', '/models/fraud-detection/versions/1/load');
    expect(await loaded.json()).toMatchObject({ versions: [{ version: '1' }, { version: '2' }] });
    expect((await fetch(`${service.url}/v2/models/fraud-detection/versions/1/ready`)).status).toBe(200);
  });

  it.each([
    'fraud-detection/versions/9',
    'nothing/versions/1',
    '..%2F..%2Fmodels%2Ffraud-detection/versions/1',
  ])('admin - when %s is loaded - then 422 says that there is none', async (path) => {
    const service = await startService();
    const response = await service.admin('POST', `/models/${path}/load`);
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ error: { code: 'MODEL_LOAD_FAILED' } });
  });
});
