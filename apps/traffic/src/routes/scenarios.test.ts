import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually, type Harness, startTraffic } from '../../test/harness.ts';
import { type Peer, type ReceivedPurchase, startPeer } from '../../test/peer.ts';

let peer: Peer;
let traffic: Harness;

beforeEach(async () => {
  peer = await startPeer();
});

afterEach(async () => {
  await traffic.app.close();
  await peer.close();
});

const start = async (environment: Record<string, string> = {}): Promise<void> => {
  traffic = await startTraffic(peer.origin, environment);
};

const put = (name: string, payload: object, headers: Record<string, string> = {}) =>
  traffic.app.inject({ method: 'PUT', url: `/scenarios/${name}`, payload, headers });

const faultsOf = (purchases: readonly ReceivedPurchase[]): unknown[] =>
  purchases.map(({ headers }) => headers['x-lab-fault']);

/** Purchases that arrived after the call. */
const nextPurchases = async (count: number): Promise<readonly ReceivedPurchase[]> => {
  const from = peer.purchases.length;
  await eventually(
    () => peer.purchases.length,
    (length) => length >= from + count,
  );
  return peer.purchases.slice(from);
};

describe('scenarios over HTTP', () => {
  it('GET - when nothing is on - then all are listed as off', async () => {
    await start({ TRAFFIC_RATE: '0' });
    const { scenarios } = (await traffic.app.inject('/scenarios')).json<{
      scenarios: { name: string; active: boolean; description: string }[];
    }>();
    expect(scenarios.map(({ name }) => name)).toEqual(['latency', 'errors', 'bad_data', 'drift', 'surge']);
    expect(scenarios.every(({ active, description }) => !active && description.length > 0)).toBe(true);
    expect(await traffic.metric('traffic_scenario_active')).toBe(0);
  });

  it('PUT errors - when on for a while - then its share carries the fault until it switches itself off', async () => {
    await start();
    const response = await put('errors', { intensity: 0.5, seconds: 1 });
    expect(response.json()).toMatchObject({ name: 'errors', active: true, settings: { intensity: 0.5 } });
    expect(await traffic.metric('traffic_scenario_active', 'scenario="errors"')).toBe(1);
    const during = faultsOf(await nextPurchases(60));
    const share = during.filter((fault) => fault === 'error=503').length / during.length;
    expect(share).toBeGreaterThan(0.2);
    expect(share).toBeLessThan(0.8);
    await eventually(
      () => traffic.metric('traffic_scenario_active', 'scenario="errors"'),
      (active) => active === 0,
    );
    expect(faultsOf((await nextPurchases(20)).slice(5)).every((fault) => fault === undefined)).toBe(true);
    const switches = traffic.lines.filter(({ event_type }) => event_type === 'scenario_switched');
    expect(switches.map(({ active, reason }) => [active, reason])).toEqual([
      [true, 'requested'],
      [false, 'ended'],
    ]);
  });

  it('PUT latency - when on without settings - then all requests ask for the default delay until DELETE', async () => {
    await start();
    await put('latency', {});
    expect(faultsOf((await nextPurchases(20)).slice(5)).every((fault) => fault === 'latency=300')).toBe(true);
    const deleted = await traffic.app.inject({ method: 'DELETE', url: '/scenarios/latency' });
    expect(deleted.json()).toMatchObject({ name: 'latency', active: false, settings: null });
    expect(faultsOf((await nextPurchases(20)).slice(5)).every((fault) => fault === undefined)).toBe(true);
  });

  it('PUT bad_data - when on - then callers are refused, and odd values and features arrive', async () => {
    await start();
    await put('bad_data', { intensity: 1 });
    await eventually(
      () => traffic.metric('traffic_requests_total', 'outcome="client_error"'),
      (count) => count > 20,
    );
    await eventually(
      () => [...peer.features.values()],
      (rows) => rows.some(({ account_age_days }) => account_age_days === null),
    );
    const categories = peer.purchases.map(({ transaction }) => transaction.merchant_category);
    expect(categories).toContain('crypto_exchange');
    expect(peer.refused.some((message) => message.includes('user_id'))).toBe(true);
  });

  it('PUT drift - when on - then the purchases change, and after active: false they do not differ any more', async () => {
    await start({ TRAFFIC_RATE: '400', TRAFFIC_FEATURE_LEAD_MS: '0' });
    const amounts = async (): Promise<number> => {
      const purchases = await nextPurchases(400);
      const sorted = purchases.map(({ transaction }) => transaction.amount).sort((a, b) => a - b);
      return sorted[Math.floor(sorted.length / 2)] ?? 0;
    };
    const before = await amounts();
    await put('drift', { kind: 'covariate', intensity: 1 });
    expect((await amounts()) / before).toBeGreaterThan(1.6);
    await put('drift', { active: false });
    const after = (await amounts()) / before;
    expect(after).toBeGreaterThan(0.7);
    expect(after).toBeLessThan(1.4);
  });

  it('PUT surge - when on - then the rate is multiplied', async () => {
    await start({ TRAFFIC_RATE: '20', TRAFFIC_MAX_SURGE: '10', TRAFFIC_DAILY_AMPLITUDE: '0' });
    await put('surge', { intensity: 1 });
    expect(await traffic.metric('traffic_target_rate')).toBeCloseTo(200, 6);
    await nextPurchases(20);
    const from = performance.now();
    const count = (await nextPurchases(200)).length;
    expect((count / (performance.now() - from)) * 1000).toBeGreaterThan(100);
  });

  it.each([
    ['errors', { intensity: 2 }],
    ['errors', { intensity: '1' }],
    ['errors', { latency_ms: 300 }],
    ['latency', { latency_ms: 60_000 }],
    ['drift', { kind: 'sideways' }],
    ['surge', { seconds: 0 }],
    ['surge', { seconds: 1e9 }],
  ])('PUT %s - when the body is %j - then it is refused and nothing switches', async (name, body) => {
    await start({ TRAFFIC_RATE: '0' });
    const response = await put(name, body);
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ error: { code: 'INVALID_REQUEST' } });
    expect(await traffic.metric('traffic_scenario_active')).toBe(0);
  });

  it('PUT - when the scenario does not exist - then 404', async () => {
    await start({ TRAFFIC_RATE: '0' });
    expect((await put('meteor', {})).statusCode).toBe(404);
  });

  it('PUT - when a token is configured - then only its bearer may switch, and everybody may look', async () => {
    const token = 'a token of some length';
    await start({ TRAFFIC_RATE: '0', ADMIN_TOKEN: token });
    expect((await put('surge', {})).json()).toMatchObject({ error: { code: 'UNAUTHORIZED' } });
    expect((await put('surge', {}, { authorization: 'Bearer something else' })).statusCode).toBe(401);
    expect((await traffic.app.inject({ method: 'DELETE', url: '/scenarios/surge' })).statusCode).toBe(401);
    expect((await put('surge', {}, { authorization: `Bearer ${token}` })).statusCode).toBe(200);
    expect((await traffic.app.inject('/scenarios')).statusCode).toBe(200);
    expect((await traffic.app.inject('/status')).statusCode).toBe(200);
  });
});
