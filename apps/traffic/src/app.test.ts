import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually, type Harness, startTraffic } from '../test/harness.ts';
import { type Peer, startPeer } from '../test/peer.ts';
import { type Purchase, Purchases } from './domain/purchases.ts';

let peer: Peer;
let traffic: Harness | undefined;

beforeEach(async () => {
  peer = await startPeer();
});

afterEach(async () => {
  await traffic?.app.close();
  traffic = undefined;
  await peer.close();
});

const start = async (environment: Record<string, string> = {}): Promise<Harness> => {
  traffic = await startTraffic(peer.origin, environment);
  return traffic;
};

const purchasesSeen = (count: number): Promise<number> =>
  eventually(
    () => peer.purchases.length,
    (seen) => seen >= count,
  );

/** The same world again, to know what the customers should have sent. */
const expectedPurchases = ({ settings }: Harness, count: number): Purchase[] => {
  const source = new Purchases(
    {
      seed: settings.TRAFFIC_SEED,
      customers: settings.TRAFFIC_CUSTOMERS,
      rate: settings.TRAFFIC_RATE,
      amplitude: settings.TRAFFIC_DAILY_AMPLITUDE,
      daySeconds: settings.TRAFFIC_DAY_SECONDS,
    },
    0,
  );
  return Array.from({ length: count }, () => source.take());
};

const byTransaction = (purchases: readonly { transaction: { transaction_id?: string } }[]): string[] =>
  purchases.map(({ transaction }) => transaction.transaction_id ?? '').sort();

describe('predictions', () => {
  it('when inference is not ready yet - then features are written and customers wait until it is', async () => {
    peer.ready = false;
    const running = await start({ TRAFFIC_OPENING_SECONDS: '20' });
    await eventually(
      () => peer.features.size,
      (size) => size === 40,
    );
    expect((await running.status()).state).toBe('waiting');
    expect(peer.purchases).toEqual([]);
    peer.ready = true;
    await purchasesSeen(3);
  });

  it('when inference never becomes ready - then customers come all the same, after their patience', async () => {
    peer.ready = false;
    await start({ TRAFFIC_OPENING_SECONDS: '0.3' });
    await purchasesSeen(1);
  });

  it('when the service listens - then it sends the purchases of the seed, each with a request id of its own', async () => {
    const running = await start();
    await purchasesSeen(60);
    const expected = expectedPurchases(running, 60).map(({ transaction }) => transaction);
    const sent = peer.purchases.map(({ transaction }) => transaction);
    for (const transaction of expected) expect(sent).toContainEqual(transaction);
    const requestIds = new Set(peer.purchases.map(({ headers }) => headers['x-request-id']));
    expect(requestIds.size).toBe(peer.purchases.length);
    expect(JSON.stringify(peer.purchases[0]?.headers)).not.toContain(sent[0]?.user_id);
  });

  it('when every answer is an error - then the same purchases are sent as when all succeed', async () => {
    peer.onPredict = async (_request, reply) => reply.code(500).send({});
    const running = await start();
    await purchasesSeen(60);
    await running.app.close();
    const seen = peer.purchases.length;
    expect(byTransaction(peer.purchases)).toEqual(byTransaction(expectedPurchases(running, seen)));
    expect(await running.metric('traffic_requests_total', 'outcome="server_error"')).toBe(seen);
  });

  it('when the server stalls - then every purchase that fell due meanwhile counts its whole delay', async () => {
    let release = (): void => {};
    const stalled = new Promise<void>((resolve) => {
      release = resolve;
    });
    peer.onPredict = async () => {
      await stalled;
      return answer();
    };
    const running = await start();
    await purchasesSeen(100);
    peer.onPredict = undefined;
    release();
    const sent = peer.purchases.length;
    await eventually(
      () => running.metric('traffic_request_duration_seconds_count'),
      (answered) => answered >= sent,
    );
    // A hundred a second, stalled for about a second: half of them waited for more than a quarter of it. A loop
    // that waits for answers would have measured one.
    const fast = await running.metric('traffic_request_duration_seconds_bucket', 'le="0.25"');
    const all = await running.metric('traffic_request_duration_seconds_bucket', 'le="+Inf"');
    expect(all - fast).toBeGreaterThan(40);
  });

  it('when the generator itself is held up - then the delay is counted from the due time and shown as its own', async () => {
    const running = await start();
    await purchasesSeen(10);
    const end = performance.now() + 600;
    while (performance.now() < end);
    await purchasesSeen(70);
    const late = async (metric: string, le: string): Promise<number> =>
      (await running.metric(`${metric}_bucket`, 'le="+Inf"')) -
      (await running.metric(`${metric}_bucket`, le));
    await eventually(
      () => late('traffic_request_duration_seconds', 'le="0.25"'),
      (count) => count > 15,
    );
    expect(await late('traffic_send_delay_seconds', 'le="0.25"')).toBeGreaterThan(15);
  });

  it('when too many are open - then further arrivals are skipped and counted', async () => {
    let release = (): void => {};
    const stalled = new Promise<void>((resolve) => {
      release = resolve;
    });
    peer.onPredict = async () => {
      await stalled;
      return answer();
    };
    const running = await start({ TRAFFIC_MAX_OPEN: '3' });
    const status = await eventually(running.status, ({ counts }) => counts.skipped >= 20);
    expect(status.open_requests).toBe(3);
    expect(peer.purchases).toHaveLength(3);
    expect(await running.metric('traffic_open_requests')).toBe(3);
    peer.onPredict = undefined;
    release();
    await purchasesSeen(20);
    expect(await running.metric('traffic_skipped_total')).toBeGreaterThanOrEqual(20);
  });

  it('when the answer takes longer than the patience - then the outcome is a timeout', async () => {
    peer.onPredict = async () => {
      await delay(400);
      return answer();
    };
    const running = await start({ TRAFFIC_TIMEOUT_MS: '100' });
    await eventually(
      () => running.metric('traffic_requests_total', 'outcome="timeout"'),
      (count) => count > 5,
    );
    expect(await running.metric('traffic_requests_total', 'outcome="success"')).toBe(0);
  });

  it('when nobody listens - then outcomes are unreachable, durations stay empty and lines are few', async () => {
    const { origin } = peer;
    await peer.close();
    const running = await startTraffic(origin, {});
    traffic = running;
    await eventually(
      () => running.metric('traffic_requests_total', 'outcome="unreachable"'),
      (count) => count > 30,
    );
    expect(await running.metric('traffic_request_duration_seconds_count')).toBe(0);
    const failures = running.lines.filter(({ event_type }) => event_type === 'purchase_failed');
    expect(failures).toHaveLength(5);
    expect(failures[0]).toMatchObject({ level: 'warn', outcome: 'unreachable', message: 'purchase failed' });
    peer = await startPeer();
  });

  it('when the answer is no prediction - then the server has failed', async () => {
    peer.onPredict = async (_request, reply) => reply.type('application/json').send('{"probability":');
    const running = await start();
    await eventually(
      () => running.metric('traffic_requests_total', 'outcome="server_error"'),
      (count) => count > 3,
    );
    peer.onPredict = async () => ({ ...answer(), probability: 7 });
    const sent = peer.purchases.length;
    await purchasesSeen(sent + 10);
    expect(await running.metric('traffic_requests_total', 'outcome="success"')).toBe(0);
  });

  it('when the rate is 0 - then nothing is sent, and features are', async () => {
    const running = await start({ TRAFFIC_RATE: '0' });
    await eventually(
      () => peer.features.size,
      (size) => size === 40,
    );
    expect(peer.purchases).toHaveLength(0);
    expect(await running.metric('traffic_target_rate')).toBe(0);
    expect((await running.app.inject('/readyz')).statusCode).toBe(200);
  });

  it('when the maximum time is over - then no more is sent and the service stays up', async () => {
    const running = await start({ TRAFFIC_MAX_SECONDS: '0.5' });
    const { counts, rate } = await eventually(running.status, ({ state }) => state === 'finished');
    expect(counts.sent).toBeGreaterThan(20);
    expect(counts.sent).toBeLessThan(100);
    expect(rate.target).toBe(0);
    await delay(200);
    expect((await running.status()).counts.sent).toBe(counts.sent);
  });

  it('when it closes - then open requests are answered first', async () => {
    peer.onPredict = async () => {
      await delay(300);
      return answer();
    };
    const running = await start();
    await purchasesSeen(10);
    await running.app.close();
    const successes = await running.metric('traffic_requests_total', 'outcome="success"');
    expect(successes).toBe(peer.purchases.length);
    expect(running.lines.at(-1)).toMatchObject({
      event_type: 'traffic_summary',
      sent: successes,
      open_requests: 0,
    });
  });
});

describe('feature writes', () => {
  it('when a purchase arrives - then the store holds the features of the moment before it', async () => {
    const running = await start({ TRAFFIC_CUSTOMERS: '2000' });
    await purchasesSeen(200);
    const expected = new Map(
      expectedPurchases(running, 300).map((row) => [row.transaction.transaction_id, row.userFeatures]),
    );
    // The first purchases come before the first batch has been written.
    const later = peer.purchases.slice(20);
    const right = later.filter(({ transaction, stored }) => {
      const features = expected.get(transaction.transaction_id ?? '');
      return JSON.stringify(features) === JSON.stringify(stored);
    });
    // The others are second purchases within one round of writes: their features wait for the first purchase.
    expect(right.length / later.length).toBeGreaterThan(0.9);
  });

  it('when the feature service is away at first - then predictions go on and the rows follow', async () => {
    peer.onFeatures = async (reply) => reply.code(503).send({});
    const running = await start();
    await purchasesSeen(30);
    expect(peer.features.size).toBe(0);
    expect((await running.status()).feature_rows_pending).toBeGreaterThan(0);
    expect((await running.status()).feature_rows_pending).toBeLessThanOrEqual(40);
    peer.onFeatures = undefined;
    await eventually(
      () => peer.features.size,
      (size) => size === 40,
    );
    const told = (event: string) => running.lines.filter(({ event_type }) => event_type === event).length;
    // The peer has stored the rows before its answer is back.
    await eventually(
      () => told('feature_writes_recovered'),
      (count) => count === 1,
    );
    expect(told('feature_write_failed')).toBe(1);
  });

  it('when a write is refused - then its rows are given up and counted', async () => {
    peer.onFeatures = async (reply) => reply.code(400).send({});
    const running = await start({ TRAFFIC_RATE: '0', TRAFFIC_REFRESH_SECONDS: '86400' });
    await eventually(
      () => running.metric('traffic_feature_writes_total', 'outcome="client_error"'),
      (count) => count === 40,
    );
    expect((await running.status()).feature_rows_pending).toBe(0);
  });

  it('when nobody buys - then everybody is refreshed in turn all the same', async () => {
    const running = await start({ TRAFFIC_RATE: '0', TRAFFIC_REFRESH_SECONDS: '1' });
    await eventually(
      () => running.metric('traffic_feature_writes_total', 'outcome="success"'),
      (rows) => rows >= 80,
    );
    expect((await running.status()).elapsed_seconds).toBeGreaterThan(0.9);
  });
});

describe('labels', () => {
  const SOON = { TRAFFIC_LABEL_DELAY_MIN_SECONDS: '0.1', TRAFFIC_LABEL_DELAY_MAX_SECONDS: '0.2' };

  it('when the truth becomes known - then the monitor is told it by prediction id', async () => {
    const running = await start({ MONITOR_URL: peer.origin, ...SOON });
    await eventually(
      () => peer.labels.length,
      (count) => count > 60,
    );
    const truth = new Map(
      expectedPurchases(running, 500).map((row) => [row.transaction.transaction_id, row.isFraud]),
    );
    for (const { prediction_id, is_fraud } of peer.labels) {
      const purchase = peer.purchases[Number(prediction_id.split('-')[1]) - 1];
      expect(is_fraud).toBe(truth.get(purchase?.transaction.transaction_id ?? ''));
    }
    expect(new Set(peer.labels.map(({ prediction_id }) => prediction_id)).size).toBe(peer.labels.length);
  });

  it('when the monitor fails once - then the labels come with the next attempt', async () => {
    let refusals = 0;
    peer.onLabels = async (reply) => {
      refusals += 1;
      peer.onLabels = undefined;
      return reply.code(503).send({});
    };
    const running = await start({ MONITOR_URL: peer.origin, ...SOON });
    await eventually(
      () => running.metric('traffic_labels_total', 'outcome="sent"'),
      (count) => count > 0,
    );
    expect(refusals).toBe(1);
    expect(await running.metric('traffic_labels_total', 'outcome="failed"')).toBe(0);
  });

  it('when more wait than may - then the rest is dropped and counted', async () => {
    const running = await start({ MONITOR_URL: peer.origin, TRAFFIC_MAX_LABELS: '5' });
    await eventually(
      () => running.metric('traffic_labels_total', 'outcome="dropped"'),
      (count) => count > 5,
    );
    expect((await running.status()).labels_pending).toBe(5);
  });

  it('when there is no monitor - then no label waits', async () => {
    const running = await start(SOON);
    await purchasesSeen(20);
    expect((await running.status()).labels_pending).toBe(0);
  });
});

const answer = () => ({
  prediction_id: 'late',
  model_name: 'fraud-detection',
  model_version: '1',
  probability: 0.02,
  decision: 'approve',
  features_source: 'online',
});
