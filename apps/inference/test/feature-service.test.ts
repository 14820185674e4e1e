import type { ServerResponse } from 'node:http';
import { eventually } from '@lab/instrumentation/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FeaturePeer, featurePeer, STORED_FEATURES } from './feature-peer.ts';
import { startService, type TestService } from './inference-app.ts';

vi.setConfig({ testTimeout: 30_000 });

const fail = (response: ServerResponse): void => void response.writeHead(500).end('{}');

let peer: FeaturePeer;
beforeEach(async () => {
  peer = await featurePeer();
});
afterEach(() => peer.close());

const start = (env: Record<string, string> = {}): Promise<TestService> =>
  startService({ FEATURES_URL: peer.url, FEATURES_TIMEOUT_MS: '200', ...env });
const source = async (service: TestService): Promise<unknown> =>
  ((await (await service.predict()).json()) as { features_source: string }).features_source;
const outcome = (service: TestService, name: string): Promise<number | undefined> =>
  service.metric(`ml_feature_fetch_total{outcome="${name}"}`);

describe('features of a prediction', () => {
  it('features - when the service knows the user - then the prediction is made from them', async () => {
    const service = await start();
    expect(await source(service)).toBe('online');
    expect(service.events('model_prediction')[0]).toMatchObject({
      features_source: 'online',
      features_missing: 0,
      features: { account_age_days: STORED_FEATURES.account_age_days, transactions_last_hour: 3 },
    });
    expect(await outcome(service, 'success')).toBe(1);
  });

  it('features - when some are missing - then defaults stand for those and the line counts them', async () => {
    const service = await start();
    peer.behave({
      answer: (response) =>
        void response.end(
          JSON.stringify({
            entity_id: 'u',
            features: { account_age_days: 5, average_amount_30d: null },
            statuses: {},
            event_timestamp: null,
          }),
        ),
    });
    expect(await source(service)).toBe('online');
    expect(service.events('model_prediction')[0]).toMatchObject({
      features_missing: 5,
      features: { account_age_days: 5 },
    });
  });

  const broken: [string, (response: ServerResponse) => void][] = [
    ['answers 500', fail],
    ['answers 404', (response) => void response.writeHead(404).end()],
    ['answers no JSON', (response) => void response.end('{"features":')],
    ['answers other JSON', (response) => void response.end('{"hello":1}')],
    [
      'answers text for a number',
      (response) =>
        void response.end(
          '{"entity_id":"u","features":{"account_age_days":"old"},"statuses":{},"event_timestamp":null}',
        ),
    ],
    ['closes the connection', (response) => void response.destroy()],
    [
      'closes it in the middle',
      (response) =>
        void response.writeHead(200, { 'content-length': 100 }).write('{', () => response.destroy()),
    ],
  ];
  it.each(broken)(
    'features - when the service %s - then the prediction is made from defaults and says so',
    async (_what, answer) => {
      const service = await start();
      peer.behave({ answer });
      expect(await source(service)).toBe('default');
      expect(await outcome(service, 'error')).toBe(1);
      const total =
        'ml_prediction_features_source_total{model_name="fraud-detection",features_source="default"}';
      expect(await service.metric(total)).toBe(1);
    },
  );

  it.each(broken)(
    'features - when the service %s and defaults are not wanted - then 503 says why',
    async (_what, answer) => {
      const service = await start({ FEATURES_FALLBACK: 'error' });
      peer.behave({ answer });
      const response = await service.predict();
      expect(response.status).toBe(503);
      expect(response.headers.get('retry-after')).toBe('1');
      expect(await response.json()).toMatchObject({ error: { code: 'FEATURES_UNAVAILABLE' } });
      expect(
        await service.metric(
          'ml_predictions_total{model_name="fraud-detection",model_version="2",status="error"}',
        ),
      ).toBe(1);
    },
  );

  it('features - when nobody listens - then the prediction is made from defaults', async () => {
    const service = await start({ FEATURES_URL: 'http://127.0.0.1:1' });
    expect(await source(service)).toBe('default');
  });

  it.each([
    ['does not answer', { delayMs: 5000 }],
    [
      'never ends its body',
      {
        answer: (response: ServerResponse) =>
          void response.writeHead(200, { 'content-length': 100 }).write('{'),
      },
    ],
  ])(
    'timeout - when the service %s - then the caller waits no longer than the limit',
    async (_what, behaviour) => {
      const service = await start();
      peer.behave(behaviour);
      const started = performance.now();
      expect(await source(service)).toBe('default');
      const waited = performance.now() - started;
      expect(waited).toBeGreaterThan(190);
      expect(waited).toBeLessThan(1500);
      expect(await outcome(service, 'timeout')).toBe(1);
    },
  );

  it('retry - when the first attempt fails - then the second answers online', async () => {
    const service = await start();
    let attempts = 0;
    peer.behave({
      answer: (response) => {
        attempts += 1;
        peer.behave({});
        fail(response);
      },
    });
    expect(await source(service)).toBe('online');
    expect([attempts, peer.lookups]).toEqual([1, 2]);
    expect(await service.metric('ml_feature_fetch_retries_total')).toBe(1);
  });

  it('retry - when the answer is the fault of the request - then it is not repeated', async () => {
    const service = await start();
    peer.behave({ answer: (response) => void response.writeHead(400).end() });
    await service.predict();
    expect(peer.lookups).toBe(1);
  });

  it('circuit - when the service keeps failing - then it is left alone, and asked again after the reset', async () => {
    const service = await start({ FEATURES_CIRCUIT_RESET_MS: '300' });
    const state = (name: string): Promise<number | undefined> =>
      service.metric(`ml_feature_circuit_state{state="${name}"}`);
    expect(await state('closed')).toBe(1);
    peer.behave({ answer: fail });
    for (let count = 0; count < 25; count++) expect(await source(service)).toBe('default');
    expect(await state('open')).toBe(1);
    // 20 calls open the circuit; the budget allows 10 retries and one more per ten calls.
    expect(peer.lookups).toBeLessThanOrEqual(20 + 12);
    expect(await service.metric('ml_feature_fetch_retries_total')).toBeLessThanOrEqual(12);
    expect(await outcome(service, 'circuit_open')).toBeGreaterThan(0);
    peer.behave({});
    await eventually('the circuit closes', async () =>
      (await source(service)) === 'online' ? true : undefined,
    );
    expect([await state('closed'), await state('open'), await state('half_open')]).toEqual([1, 0, 0]);
  });
});
