import { context, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sampledTraceId, withSpan } from './spans.ts';
import { nameAfterStatement } from './statement-name.ts';

const exporter = new InMemorySpanExporter();

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(
    new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }),
  );
});
afterAll(() => {
  trace.disable();
  context.disable();
});
beforeEach(() => exporter.reset());

const ended = () => exporter.getFinishedSpans();

describe('withSpan', () => {
  test('withSpan - when the work succeeds - then its result comes back and the span was active inside', async () => {
    const result = await withSpan('outer', { rows: 3 }, async (outer) => {
      expect(trace.getActiveSpan()).toBe(outer);
      return withSpan('inner', {}, async () => 42);
    });
    expect(result).toBe(42);
    const [inner, outer] = ended();
    expect([inner?.name, outer?.name]).toEqual(['inner', 'outer']);
    expect(inner?.parentSpanContext?.spanId).toBe(outer?.spanContext().spanId);
    expect(outer?.attributes).toEqual({ rows: 3 });
    expect(outer?.status.code).toBe(SpanStatusCode.UNSET);
    expect(trace.getActiveSpan()).toBeUndefined();
  });

  test.each([
    [new TypeError('no rows'), 'TypeError', 'no rows'],
    [Object.assign(new Error('gone'), { code: 'ECONNREFUSED' }), 'ECONNREFUSED', 'gone'],
    ['just text', 'Error', 'just text'],
  ])(
    'withSpan - when %s is thrown - then the span has failed, has ended, and the same thing is thrown on',
    async (thrown, type, message) => {
      await expect(
        withSpan('fails', {}, async () => {
          throw thrown;
        }),
      ).rejects.toBe(thrown);
      const [span] = ended();
      expect(ended()).toHaveLength(1);
      expect(span?.status).toEqual({ code: SpanStatusCode.ERROR, message });
      expect(span?.attributes['error.type']).toBe(type);
      expect(span?.events.map(({ name }) => name)).toEqual(['exception']);
    },
  );

  test('withSpan - when the work throws before it returns a promise - then the span ends all the same', async () => {
    const work = (): Promise<never> => {
      throw new Error('at once');
    };
    await expect(withSpan('fails', {}, work)).rejects.toThrow('at once');
    expect(ended()).toHaveLength(1);
  });
});

test('sampledTraceId - when a span is sampled, not sampled or missing - then only the first has an id for exemplars', () => {
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  const spanOf = (traceFlags: number) =>
    trace.wrapSpanContext({ traceId, spanId: 'b7ad6b7169203331', traceFlags });
  expect(sampledTraceId(spanOf(1))).toBe(traceId);
  expect(sampledTraceId(spanOf(0))).toBeUndefined();
  expect(sampledTraceId(undefined)).toBeUndefined();
});

test.each([
  ['user_activity.lookup', 'user_activity.lookup'],
  ['user_activity.lookup#3f0c', 'user_activity.lookup'],
  [undefined, 'pg.query'],
])('nameAfterStatement - when the statement is %s - then the span is %s', (name, expected) => {
  const span = trace.getTracer('test').startSpan('pg.query');
  nameAfterStatement(span, { name });
  span.end();
  expect(ended()[0]?.name).toBe(expected);
});
