import { TraceFlags } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { AlwaysOffSampler, TracerProvider } from '@opentelemetry/sdk-trace';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Answer, hangUp, OtlpCollector, silence, status } from '../testing/otlp-collector.ts';
import { decodeRequest } from '../testing/otlp-decoder.ts';
import { SpanDelivery } from './span-delivery.ts';
import { type StreamingOptions, StreamingSpanProcessor } from './streaming-span-processor.ts';

const DEADLINE = { timeout: 10_000 };
vi.setConfig({ testTimeout: 30_000 });
const NEVER_MS = 3_600_000;
const resource = resourceFromAttributes({ 'service.name': 'shop' });

let collector: OtlpCollector;
const processors: StreamingSpanProcessor[] = [];

beforeEach(async () => {
  collector = await OtlpCollector.start();
});
afterEach(async () => {
  for (const processor of processors.splice(0)) await processor.shutdown(0);
  await collector.stop().catch(() => {}); // a test may have stopped it
});

function start(
  options: Partial<StreamingOptions & { timeoutMs: number; headers: Record<string, string> }> = {},
) {
  const { timeoutMs = 5000, headers = {}, ...rest } = options;
  const delivery = new SpanDelivery({ url: new URL(`${collector.endpoint}/v1/traces`), headers, timeoutMs });
  const processor = new StreamingSpanProcessor(delivery, {
    maxQueueBytes: 1_000_000,
    batchBytes: 100_000,
    flushIntervalMs: NEVER_MS,
    ...rest,
  });
  processors.push(processor);
  const provider = new TracerProvider({ resource, spanProcessors: [processor] });
  const tracer = provider.getTracer('shop', '1.0.0');
  const end = (name: string, attributes = {}): void => tracer.startSpan(name, { attributes }).end();
  return { processor, provider, end };
}

const names = (): string[] => collector.spans.map(({ name }) => name);

describe('batches', () => {
  test('processor - when a batch has its bytes - then it leaves without waiting', async () => {
    const { processor, end } = start({ batchBytes: 2000 });
    for (let index = 0; index < 40; index++) end(`span-${index}`, { text: 'x'.repeat(100) });
    await expect.poll(() => collector.requests.length, DEADLINE).toBeGreaterThan(2);
    await processor.forceFlush();
    expect(names()).toEqual(Array.from({ length: 40 }, (_, index) => `span-${index}`));
    for (const { body } of collector.requests) expect(body.length).toBeLessThan(2500);
  });

  test('processor - when time has passed - then what there is leaves as one batch', async () => {
    const { processor, end } = start({ flushIntervalMs: 50 });
    for (const name of ['a', 'b', 'c']) end(name);
    expect(processor.counts().queued).toBe(3);
    await expect.poll(names, DEADLINE).toEqual(['a', 'b', 'c']);
    await expect.poll(() => processor.counts().queued, DEADLINE).toBe(0);
    expect(collector.requests).toHaveLength(1);
    expect(processor.counts().exported).toBe(3);
  });

  test('processor - when a batch is sent - then it is an OTLP request with resource and scopes', async () => {
    const { processor, provider, end } = start({ headers: { authorization: 'Bearer abc' } });
    end('first');
    provider.getTracer('shop', '2.0.0').startSpan('second').end();
    provider.getTracer('other').startSpan('third').end();
    await processor.forceFlush();
    const [request] = collector.requests;
    expect(request?.path).toBe('/v1/traces');
    expect(request?.headers).toMatchObject({
      'content-type': 'application/x-protobuf',
      authorization: 'Bearer abc',
      'content-length': String(request?.body.length),
    });
    const { resource_spans } = decodeRequest(request?.body ?? Buffer.alloc(0));
    expect(resource_spans).toHaveLength(1);
    expect(resource_spans[0]?.resource.attributes).toEqual([
      { key: 'service.name', value: { string_value: 'shop' } },
    ]);
    const scopes = resource_spans[0]?.scope_spans.map(({ scope, spans }) => [
      scope.name,
      scope.version,
      spans.map(({ name }) => name),
    ]);
    expect(scopes).toEqual([
      ['shop', '1.0.0', ['first']],
      ['shop', '2.0.0', ['second']],
      ['other', '', ['third']],
    ]);
  });

  test('processor - when a span is not sampled - then it is neither sent nor counted', async () => {
    const { processor } = start();
    const provider = new TracerProvider({ sampler: new AlwaysOffSampler(), spanProcessors: [processor] });
    const span = provider.getTracer('shop').startSpan('invisible');
    expect(span.spanContext().traceFlags).toBe(TraceFlags.NONE);
    span.end();
    await processor.forceFlush();
    expect(collector.requests).toEqual([]);
    expect(processor.counts()).toMatchObject({ exported: 0, queued: 0 });
  });

  test('processor - when a span is larger than a message may be - then it alone is dropped and counted', async () => {
    const { processor, end } = start({ maxQueueBytes: 10_000_000, batchBytes: 5_000_000 });
    end('before');
    end('huge', { text: 'x'.repeat(2 ** 21) });
    end('after');
    await processor.forceFlush();
    expect(names()).toEqual(['before', 'after']);
    expect(processor.counts()).toEqual({
      exported: 2,
      dropped: { queue_full: 0, export_failed: 1, shutdown_timeout: 0 },
      queued: 0,
    });
  });
});

describe('a Collector in trouble', () => {
  test('processor - when it answers 503 with Retry-After - then the same bytes come again, not earlier', async () => {
    const { processor, end } = start();
    collector.answers.push(status(503, { 'retry-after': '1' }));
    end('patient');
    await processor.forceFlush();
    expect(names()).toEqual(['patient']);
    const [first, second] = collector.requests;
    expect(second?.body.equals(first?.body ?? Buffer.alloc(0))).toBe(true);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(990);
    expect(processor.counts()).toMatchObject({ exported: 1, queued: 0 });
  });

  test.each<[string, Answer]>([
    ['429', status(429)],
    ['502', status(502)],
    ['504', status(504)],
    [
      '503 with a Retry-After that is a date',
      status(503, { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' }),
    ],
    ['a closed connection', hangUp],
    ['nothing at all', silence],
    [
      'half an answer',
      (response) => {
        response.writeHead(200, { 'content-length': '100' }).write('half');
        response.socket?.destroySoon();
      },
    ],
  ])('processor - when it answers %s - then the batch comes again', async (_what, answer) => {
    const { processor, end } = start({ timeoutMs: 300 });
    collector.answers.push(answer);
    end('again');
    await processor.forceFlush();
    expect(names()).toEqual(['again']);
    expect(collector.requests).toHaveLength(2);
    expect(processor.counts()).toMatchObject({ exported: 1, queued: 0, dropped: { export_failed: 0 } });
  });

  test.each([400, 401, 404, 413, 500, 301])(
    'processor - when it answers %d - then the batch is lost, counted, and the next one goes',
    async (code) => {
      const { processor, end } = start();
      collector.answers.push(status(code));
      end('refused');
      await processor.forceFlush();
      end('accepted');
      await processor.forceFlush();
      expect(names()).toEqual(['accepted']);
      expect(collector.requests).toHaveLength(2);
      expect(processor.counts()).toEqual({
        exported: 1,
        dropped: { queue_full: 0, export_failed: 1, shutdown_timeout: 0 },
        queued: 0,
      });
    },
  );

  test('processor - when the request cannot even be made - then the batch is counted and nobody is hurt', async () => {
    const { processor, end } = start({ headers: { 'x-bad': 'line\nbreak' } });
    end('unsendable');
    await processor.forceFlush();
    expect(processor.counts()).toMatchObject({ queued: 0, dropped: { export_failed: 1 } });
  });

  test('processor - when it is away and comes back - then the oldest spans arrive in order and the newest were dropped', async () => {
    const { port } = collector;
    const { processor, end } = start({ batchBytes: 2000, maxQueueBytes: 20_000 });
    await collector.stop();
    for (let index = 0; index < 1000; index++) end(`span-${index}`, { text: 'x'.repeat(100) });
    const { queued, dropped } = processor.counts();
    expect(queued).toBeGreaterThan(50);
    expect(queued).toBeLessThan(200); // 20 kB of spans of more than 100 bytes
    expect(queued + dropped.queue_full).toBe(1000);

    collector = await OtlpCollector.start(port);
    await processor.forceFlush();
    expect(names()).toEqual(Array.from({ length: queued }, (_, index) => `span-${index}`));
    end('after');
    await processor.forceFlush();
    expect(names().at(-1)).toBe('after');
    expect(processor.counts()).toMatchObject({
      exported: queued + 1,
      queued: 0,
      dropped: { queue_full: 1000 - queued },
    });
  });

  test('processor - when it never answers - then ending a span waits for nothing', async () => {
    collector.answers.push(...Array<Answer>(100).fill(silence));
    const { processor, end } = start({ batchBytes: 2000, maxQueueBytes: 50_000, timeoutMs: 60_000 });
    let slowestMs = 0;
    for (let round = 0; round < 50; round++) {
      const started = performance.now();
      for (let index = 0; index < 20; index++) end('span', { text: 'x'.repeat(100) });
      slowestMs = Math.max(slowestMs, performance.now() - started);
      await new Promise(setImmediate);
    }
    expect(slowestMs).toBeLessThan(250);
    expect(collector.requests.length).toBeLessThanOrEqual(1); // one batch at a time
    const { queued, exported, dropped } = processor.counts();
    expect(exported).toBe(0);
    expect(queued + dropped.queue_full).toBe(1000);
  });
});

describe('the end', () => {
  test('shutdown - when spans wait - then they are delivered first, and later ones are counted as lost', async () => {
    const { processor, end } = start();
    end('last');
    await processor.shutdown();
    expect(names()).toEqual(['last']);
    end('too late');
    expect(processor.counts()).toEqual({
      exported: 1,
      dropped: { queue_full: 1, export_failed: 0, shutdown_timeout: 0 },
      queued: 0,
    });
  });

  test('shutdown - when the Collector is in its Retry-After - then it is asked again at once', async () => {
    const { processor, end } = start();
    collector.answers.push(status(503, { 'retry-after': '600' }));
    end('urgent');
    const flushed = processor.forceFlush();
    await expect.poll(() => collector.requests.length, DEADLINE).toBe(1);
    await expect.poll(() => processor.counts().queued, DEADLINE).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 50)); // the answer is on its way back
    await processor.shutdown(5000);
    await flushed;
    expect(names()).toEqual(['urgent']);
  });

  test.each<[string, boolean]>([
    ['is absent', false],
    ['never answers', true],
  ])(
    'shutdown - when the Collector %s - then it gives up after its limit and counts the loss',
    async (_how, answers) => {
      const { processor, end } = start({ batchBytes: 500, timeoutMs: 60_000 });
      if (answers) collector.answers.push(...Array<Answer>(100).fill(silence));
      else await collector.stop();
      for (let index = 0; index < 20; index++) end(`span-${index}`, { text: 'x'.repeat(100) });
      const started = performance.now();
      await processor.shutdown(300);
      const took = performance.now() - started;
      expect(took).toBeGreaterThanOrEqual(290);
      expect(took).toBeLessThan(3000);
      expect(processor.counts()).toEqual({
        exported: 0,
        dropped: { queue_full: 0, export_failed: 0, shutdown_timeout: 20 },
        queued: 0,
      });
    },
  );

  test('forceFlush - when nothing waits - then it resolves', async () => {
    const { processor } = start();
    await processor.forceFlush();
    expect(collector.requests).toEqual([]);
  });
});
