import {
  type Attributes,
  type AttributeValue,
  createTraceState,
  type HrTime,
  SpanKind,
} from '@opentelemetry/api';
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { describe, expect, test } from 'vitest';
import { type DecodedRequest, decodeRequest, spansOf } from '../testing/otlp-decoder.ts';
import { appendSpan, encodeResource, encodeScope, exportRequest } from './otlp-span-encoder.ts';
import { ProtobufWriter } from './protobuf-writer.ts';

const resource = resourceFromAttributes({ 'service.name': 'shop', 'service.version': '1.2.3', replicas: 3 });
const scope = { name: '@lab/instrumentation', version: '0.1.0' };

function spanOf(fields: Partial<ReadableSpan> = {}): ReadableSpan {
  return {
    name: 'GET /orders/:id',
    kind: SpanKind.SERVER,
    spanContext: () => ({
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: 'b7ad6b7169203331',
      traceFlags: 1,
    }),
    startTime: [1_795_226_576, 345_678_901],
    endTime: [1_795_226_577, 1],
    duration: [0, 654_321_100],
    status: { code: 0 },
    attributes: {},
    links: [],
    events: [],
    ended: true,
    resource,
    instrumentationScope: scope,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
    ...fields,
  };
}

function encode(spans: readonly ReadableSpan[]): Buffer {
  const writer = new ProtobufWriter(16); // small, so that every test makes it grow
  for (const span of spans) expect(appendSpan(writer, span)).toBe(true);
  return exportRequest(encodeResource(resource.attributes), [
    { scope: encodeScope(scope.name, scope.version), spans: writer.take() },
  ]);
}

/** The flags are the one field that we leave out: "unknown", as proto3 defaults say. */
function withoutFlags(request: DecodedRequest): DecodedRequest {
  for (const { scope_spans } of request.resource_spans) {
    for (const { spans } of scope_spans) {
      for (const span of spans) {
        span.flags = 0;
        for (const link of span.links) link.flags = 0;
        span.status ??= { message: '', code: 'STATUS_CODE_UNSET' };
      }
    }
  }
  return request;
}

function expectAsTheSdk(spans: ReadableSpan[]): void {
  const reference = ProtobufTraceSerializer.serializeRequest(spans);
  if (reference === undefined) throw new Error('the SDK has serialised nothing');
  expect(withoutFlags(decodeRequest(encode(spans)))).toEqual(withoutFlags(decodeRequest(reference)));
}

describe('a span as OTLP, compared with the bytes of the SDK', () => {
  const long = 'x'.repeat(1000);
  const cases: Record<string, Partial<ReadableSpan>> = {
    'is minimal': {},
    'has an empty name': { name: '' },
    'has a name of 48 characters': { name: 'n'.repeat(48) },
    'has a name of 49 characters': { name: 'n'.repeat(49) },
    'has a name of 127 characters': { name: 'n'.repeat(127) },
    'has a name of 128 characters': { name: 'n'.repeat(128) },
    'has a short name that is not ASCII': { name: 'größe 漢字 🚀' },
    'has a long name that is not ASCII': { name: '漢字🚀'.repeat(200) },
    'has a lone surrogate in its name': { name: 'a\ud800b' },
    'has text attributes': { attributes: { a: '', b: 'x', c: long, 'd.é': 'ü', [long]: long } },
    'has boolean attributes': { attributes: { yes: true, no: false } },
    'has integer attributes': {
      attributes: Object.fromEntries(
        [0, 1, 127, 128, 16_383, 16_384, 2 ** 31, 2 ** 32, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER].flatMap(
          (n) => [
            [`+${n}`, n],
            [`-${n}`, -n],
          ],
        ),
      ),
    },
    'has fractional attributes': {
      attributes: { a: 0.1, b: -1.5e-300, c: Number.MAX_VALUE, d: Number.MIN_VALUE, e: 1e300 },
    },
    'has attributes that are not finite': {
      attributes: { a: Number.POSITIVE_INFINITY, b: Number.NEGATIVE_INFINITY, c: Number.NaN },
    },
    'has array attributes': {
      attributes: {
        none: [],
        texts: ['a', '', 'ü', long],
        numbers: [1, -1, 2.5],
        booleans: [true, false],
        gaps: ['a', null, undefined, 'b'],
      },
    },
    'has no parent and every kind (internal)': { kind: SpanKind.INTERNAL },
    'is a client': { kind: SpanKind.CLIENT },
    'is a producer': { kind: SpanKind.PRODUCER },
    'is a consumer': { kind: SpanKind.CONSUMER },
    'has a parent': {
      parentSpanContext: {
        traceId: '0af7651916cd43dd8448eb211c80319c',
        spanId: '00f067aa0ba902b7',
        traceFlags: 1,
      },
    },
    'has a trace state': {
      spanContext: () => ({
        traceId: 'ABCDEF0123456789abcdef0123456789',
        spanId: '0000000000000001',
        traceFlags: 1,
        traceState: createTraceState('vendor=value,other=1'),
      }),
    },
    'has an empty trace state': {
      spanContext: () => ({
        traceId: '0af7651916cd43dd8448eb211c80319c',
        spanId: '0000000000000001',
        traceFlags: 1,
        traceState: createTraceState(''),
      }),
    },
    'is ok': { status: { code: 1 } },
    'has failed': { status: { code: 2, message: `größe ${long}` } },
    'has failed without a message': { status: { code: 2 } },
    'has events': {
      events: [
        { time: [1_795_226_576, 0], name: 'a' },
        { time: [1_795_226_576, 999_999_999], name: long, attributes: { 'exception.message': 'ü', n: -1 } },
        { time: [1_795_226_577, 1], name: 'c', attributes: {}, droppedAttributesCount: 3 },
      ],
    },
    'has links': {
      links: [
        { context: { traceId: 'f'.repeat(32), spanId: 'e'.repeat(16), traceFlags: 1 } },
        {
          context: {
            traceId: '1'.repeat(32),
            spanId: '2'.repeat(16),
            traceFlags: 0,
            traceState: createTraceState('a=1'),
          },
          attributes: { why: 'batch', rows: 4 },
          droppedAttributesCount: 2,
        },
      ],
    },
    'has lost parts of itself': {
      droppedAttributesCount: 1,
      droppedEventsCount: 300,
      droppedLinksCount: 70_000,
    },
  };

  test.each(Object.keys(cases))('encoder - when the span %s - then every field is the same', (name) => {
    expectAsTheSdk([spanOf(cases[name])]);
  });

  test.each<HrTime>([
    [0, 0],
    [0, 1],
    [4, 294_967_295],
    [4, 294_967_296],
    [65_535, 999_999_999],
    [65_536, 0],
    [1_795_226_576, 999_999_999],
    [2_147_483_647, 999_999_999],
    [2_147_483_648, 0],
    [4_294_967_295, 999_999_999],
  ])('encoder - when the time is %d s and %d ns - then its nanoseconds are exact', (seconds, nanos) => {
    const [span] = spansOf(encode([spanOf({ startTime: [seconds, nanos], endTime: [seconds, nanos] })]));
    const exact = String(BigInt(seconds) * 1_000_000_000n + BigInt(nanos));
    expect(span?.start_time_unix_nano).toBe(exact);
    expect(span?.end_time_unix_nano).toBe(exact);
  });

  test('encoder - when spans are drawn at random by a seed - then every field of all of them is the same', () => {
    const random = generator(20_261_121);
    for (let batch = 0; batch < 40; batch++) {
      expectAsTheSdk(Array.from({ length: 10 }, () => randomSpan(random)));
    }
  });
});

describe('limits', () => {
  test('appendSpan - when a span is larger than a message may be - then nothing of it is written and the next one is', () => {
    const writer = new ProtobufWriter(16);
    expect(appendSpan(writer, spanOf({ name: 'first' }))).toBe(true);
    const before = writer.length;
    expect(appendSpan(writer, spanOf({ attributes: { huge: 'x'.repeat(2 ** 21) } }))).toBe(false);
    expect(writer.length).toBe(before);
    expect(appendSpan(writer, spanOf({ name: 'last' }))).toBe(true);
    const body = exportRequest(encodeResource({}), [
      { scope: encodeScope('s', undefined), spans: writer.take() },
    ]);
    expect(spansOf(body).map(({ name }) => name)).toEqual(['first', 'last']);
  });

  test('appendSpan - when a span is just small enough - then it is whole', () => {
    const text = 'x'.repeat(2 ** 21 - 400);
    const [span] = spansOf(encode([spanOf({ attributes: { text } })]));
    expect(span?.attributes[0]?.value.string_value).toBe(text);
  });
});

type Random = (below: number) => number;

/** mulberry32: small, and the same on every machine. */
function generator(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const ALPHABET = [...'abcdefghijklmnopqrstuvwxyz0123456789._-/ äß漢🚀\n"\\\u0000'];
const text = (random: Random): string =>
  Array.from({ length: random(random(4) === 0 ? 300 : 20) }, () => ALPHABET[random(ALPHABET.length)]).join(
    '',
  );
const hex = (random: Random, digits: number): string =>
  Array.from({ length: digits }, (_, index) => (index === 0 ? 1 + random(15) : random(16)).toString(16)).join(
    '',
  );
const time = (random: Random): HrTime => [random(4_294_967_295), random(1_000_000_000)];
const number = (random: Random): number =>
  [random(100), -random(1_000_000_000), random(1_000_000) / 997, -random(2 ** 31) * 2 ** 21 - 1][random(4)] ??
  0;

function attributeValue(random: Random): AttributeValue {
  const length = random(4);
  switch (random(5)) {
    case 0:
      return random(2) === 1;
    case 1:
      return number(random);
    case 2:
      return Array.from({ length }, () => text(random));
    case 3:
      return Array.from({ length }, () => number(random));
    default:
      return text(random);
  }
}

const attributes = (random: Random): Attributes =>
  Object.fromEntries(Array.from({ length: random(12) }, () => [text(random), attributeValue(random)]));

function randomSpan(random: Random): ReadableSpan {
  const context = { traceId: hex(random, 32), spanId: hex(random, 16), traceFlags: 1 };
  return spanOf({
    name: text(random),
    kind: random(5),
    spanContext: () => context,
    ...(random(2) === 1 && { parentSpanContext: { ...context, spanId: hex(random, 16) } }),
    startTime: time(random),
    endTime: time(random),
    attributes: attributes(random),
    droppedAttributesCount: random(3),
    events: Array.from({ length: random(3) }, () => ({
      time: time(random),
      name: text(random),
      attributes: attributes(random),
      droppedAttributesCount: random(2),
    })),
    droppedEventsCount: random(200),
    links: Array.from({ length: random(3) }, () => ({
      context: { traceId: hex(random, 32), spanId: hex(random, 16), traceFlags: random(2) },
      attributes: attributes(random),
      droppedAttributesCount: random(2),
    })),
    // The SDK keeps a message only beside a status that was set.
    status: random(3) === 0 ? { code: 0 } : { code: 1 + random(2), message: text(random) },
  });
}
