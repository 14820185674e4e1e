import { startTestDatabase, type TestDatabase } from '@lab/postgres/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startMonitor, type TestMonitor } from '../test/monitor-app.ts';
import { deliver, idOf, prediction, protobufBody } from '../test/otlp-logs.ts';
import { LogsResponse, Status } from './otlp/proto.ts';

describe('POST /v1/logs', { timeout: 60_000 }, () => {
  let database: TestDatabase;
  let monitor: TestMonitor;

  beforeAll(async () => {
    database = await startTestDatabase();
    monitor = await startMonitor(database.url, {
      env: { MONITOR_BATCH_BYTES: '200000', MONITOR_MAX_BATCHES: '4' },
    });
  }, 60_000);
  beforeEach(() => database.sql('TRUNCATE monitor.predictions, monitor.labels'));
  afterAll(async () => {
    await monitor?.close();
    await database?.close();
  });

  const storedIds = async (): Promise<string[]> =>
    (
      await database.sql<{ prediction_id: string }>(
        'SELECT prediction_id FROM monitor.predictions ORDER BY 1',
      )
    ).map((row) => row.prediction_id);
  const outcome = async (name: string): Promise<number> =>
    (await monitor.metric(`ml_monitor_events_total{outcome="${name}"}`)) ?? Number.NaN;

  it.each([
    ['protobuf', true],
    ['protobuf', false],
    ['json', true],
    ['json', false],
  ] as const)(
    'ingestion - when a batch comes as %s, gzip %s - then stores every field',
    async (encoding, gzip) => {
      const at = Date.now() - 1500;
      const record = prediction({ prediction_score: 0.73, prediction: 'review', model_role: 'canary' }, at);
      const response = await deliver(monitor.url, [record], { encoding, gzip });
      expect(response.status).toBe(200);
      expect(await database.sql('SELECT * FROM monitor.predictions')).toEqual([
        {
          prediction_id: idOf(record),
          model_name: 'fraud-detection',
          model_version: '1',
          role: 'canary',
          predicted_at: new Date(at),
          latency_ms: 4.2,
          score: 0.73,
          decision: 'review',
          features_source: 'online',
          features: record.attributes.features,
          error_code: null,
          trace_id: record.traceId,
          sampled: expect.any(Boolean),
          entity: null,
        },
      ]);
    },
  );

  it('ingestion - when events come again, also within one batch - then each is stored and counted once', async () => {
    const records = Array.from({ length: 50 }, () => prediction());
    const [before, duplicates] = [await outcome('stored'), await outcome('duplicate')];
    await deliver(monitor.url, [...records, ...records]);
    await Promise.all([deliver(monitor.url, records), deliver(monitor.url, [...records].reverse())]);
    expect(await storedIds()).toEqual(records.map(idOf).sort());
    expect((await outcome('stored')) - before).toBe(50);
    expect((await outcome('duplicate')) - duplicates).toBe(150);
  });

  it('ingestion - when a shadow scores the same request - then both rows are kept', async () => {
    const champion = prediction();
    const shadow = prediction({ prediction_id: idOf(champion), model_version: '2', model_role: 'shadow' });
    await deliver(monitor.url, [champion, shadow]);
    expect(await storedIds()).toEqual([idOf(champion), idOf(champion)]);
  });

  it('ingestion - when a version failed - then the failure is stored without a score', async () => {
    const failure = prediction({
      event_type: 'model_prediction_failed',
      error_code: 'INFERENCE_FAILED',
      features: undefined,
    });
    await deliver(monitor.url, [failure]);
    expect(await database.sql('SELECT score, decision, error_code FROM monitor.predictions')).toEqual([
      { score: null, decision: null, error_code: 'INFERENCE_FAILED' },
    ]);
  });

  it('ingestion - when lines are no predictions - then they are ignored, and counted', async () => {
    const ignored = await outcome('ignored');
    const response = await deliver(monitor.url, [
      { attributes: { event_type: 'http_request', prediction_id: 'x' } },
      { attributes: {} },
    ]);
    expect(response.status).toBe(200);
    expect(await storedIds()).toEqual([]);
    expect((await outcome('ignored')) - ignored).toBe(2);
  });

  it.each([
    ['no id', { prediction_id: undefined }],
    ['a masked id', { prediction_id: '****' }],
    ['a score beyond 1', { prediction_score: 1.5 }],
    ['a version that is a path', { model_version: '../1' }],
    ['features that are text', { features: 'many' }],
    ['a NUL in its features', { features: { merchant_category: 'a\u0000b' } }],
    ['half of a surrogate pair', { features: { merchant_category: '\ud800' } }],
  ])('ingestion - when one record has %s - then it alone is rejected', async (_what, change) => {
    const good = prediction();
    for (const encoding of ['protobuf', 'json'] as const) {
      // protobuf text is UTF-8, in which half a pair cannot be said
      if (encoding === 'protobuf' && 'features' in change && JSON.stringify(change).includes('\\ud800'))
        continue;
      const response = await deliver(monitor.url, [prediction(change), good], { encoding });
      expect(response.status).toBe(200);
      const body = Buffer.from(await response.arrayBuffer());
      const answer =
        encoding === 'json'
          ? JSON.parse(body.toString())
          : LogsResponse.toObject(LogsResponse.decode(body), { longs: Number });
      expect(answer).toMatchObject({ partialSuccess: { rejectedLogRecords: 1 } });
    }
    expect(await storedIds()).toEqual([idOf(good)]);
  });

  it('ingestion - when a record comes from the future - then it is rejected', async () => {
    const response = await deliver(monitor.url, [prediction({}, Date.now() + 3_600_000)], {
      encoding: 'json',
    });
    expect(await response.json()).toMatchObject({ partialSuccess: { errorMessage: 'time out of range' } });
  });

  it('ingestion - when the body is no OTLP - then answers 400 with a status in the same encoding', async () => {
    const post = (type: string, body: string, headers = {}): Promise<Response> =>
      fetch(`${monitor.url}/v1/logs`, {
        method: 'POST',
        headers: { 'content-type': type, ...headers },
        body,
      });
    const protobuf = await post('application/x-protobuf', 'not a message at all');
    expect(protobuf.status).toBe(400);
    const status = Status.toObject(Status.decode(Buffer.from(await protobuf.arrayBuffer())));
    expect(status).toMatchObject({ code: 3, message: expect.stringContaining('no OTLP logs request') });
    const json = await post('application/json', '[]');
    expect(json.status).toBe(400);
    expect(await json.json()).toMatchObject({ code: 3 });
    expect((await post('application/json', '{}', { 'content-encoding': 'gzip' })).status).toBe(400);
    expect((await post('application/json', '{}', { 'content-encoding': 'zstd' })).status).toBe(415);
    expect((await post('text/plain', 'hello')).status).toBe(415);
    expect((await post('application/json', '{"resourceLogs":[{"scopeLogs":7}]}')).status).toBe(400);
  });

  it('ingestion - when a batch is too large, or would become so - then answers 413', async () => {
    const filler = 'x'.repeat(4000);
    const records = Array.from({ length: 60 }, () => prediction({ features: { filler } }));
    expect(protobufBody(records).length).toBeGreaterThan(200_000);
    expect((await deliver(monitor.url, records, { gzip: false })).status).toBe(413);
    expect((await deliver(monitor.url, records, { gzip: true })).status).toBe(413);
    expect(await storedIds()).toEqual([]);
    expect(await monitor.metric('ml_monitor_batches_refused_total{reason="too_large"}')).toBe(2);
  });

  it('back-pressure - when more batches come than may be in work - then the rest is asked to come again', async () => {
    const records = Array.from({ length: 40 }, () => [prediction(), prediction()]);
    const responses = await Promise.all(records.map((batch) => deliver(monitor.url, batch)));
    const busy = responses.filter(({ status }) => status === 429);
    expect(responses.every(({ status }) => status === 200 || status === 429)).toBe(true);
    expect(busy.length).toBeGreaterThan(0);
    expect(busy.every(({ headers }) => Number(headers.get('retry-after')) > 0)).toBe(true);
    const accepted = records.filter((_, index) => responses[index]?.status === 200).flat();
    expect(await storedIds()).toEqual(accepted.map(idOf).sort());
    // and what was refused is taken once there is room
    expect((await deliver(monitor.url, [prediction()])).status).toBe(200);
  });

  it('outage - when the database is away - then answers 503 with Retry-After, and takes the batch afterwards', async () => {
    const records = [prediction(), prediction()];
    await database.stop();
    const refused = await deliver(monitor.url, records);
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    await database.start();
    const accepted = await deliver(monitor.url, records);
    expect(accepted.status).toBe(200);
    expect(await storedIds()).toEqual(records.map(idOf).sort());
  });
});
