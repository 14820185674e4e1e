import type { Attributes, AttributeValue, HrTime } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { ProtobufWriter } from './protobuf-writer.ts';

/**
 * Spans as OTLP protobuf (opentelemetry-proto, `trace/v1/trace.proto`), encoded one by one as they end.
 *
 * The SDK's exporter keeps the span objects of a batch alive and serialises them in one go; at thousands of spans a
 * second that is garbage that has grown old and a pause that requests wait for. Encoding at the end of each span
 * turns it into bytes while its fields are still in cache. docs/adr/0004 has the figures.
 */
const LENGTH_DELIMITED = 2;
const tag = (field: number, wireType: number): number => (field << 3) | wireType;

const SPAN = {
  traceId: tag(1, LENGTH_DELIMITED),
  spanId: tag(2, LENGTH_DELIMITED),
  traceState: tag(3, LENGTH_DELIMITED),
  parentSpanId: tag(4, LENGTH_DELIMITED),
  name: tag(5, LENGTH_DELIMITED),
  kind: tag(6, 0),
  startTime: tag(7, 1),
  endTime: tag(8, 1),
  attributes: tag(9, LENGTH_DELIMITED),
  droppedAttributes: tag(10, 0),
  events: tag(11, LENGTH_DELIMITED),
  droppedEvents: tag(12, 0),
  links: tag(13, LENGTH_DELIMITED),
  droppedLinks: tag(14, 0),
  status: tag(15, LENGTH_DELIMITED),
} as const;
/** Field 16, `flags`, has a tag of two bytes and is left out: the bits it would carry default to "unknown". */

const EVENT = {
  time: tag(1, 1),
  name: tag(2, LENGTH_DELIMITED),
  attributes: tag(3, LENGTH_DELIMITED),
  droppedAttributes: tag(4, 0),
} as const;
const LINK = {
  traceId: tag(1, LENGTH_DELIMITED),
  spanId: tag(2, LENGTH_DELIMITED),
  traceState: tag(3, LENGTH_DELIMITED),
  attributes: tag(4, LENGTH_DELIMITED),
  droppedAttributes: tag(5, 0),
} as const;
const STATUS = { message: tag(2, LENGTH_DELIMITED), code: tag(3, 0) } as const;
const KEY_VALUE = { key: tag(1, LENGTH_DELIMITED), value: tag(2, LENGTH_DELIMITED) } as const;
const ANY_VALUE = {
  string: tag(1, LENGTH_DELIMITED),
  bool: tag(2, 0),
  int: tag(3, 0),
  double: tag(4, 1),
  array: tag(5, LENGTH_DELIMITED),
} as const;
const ARRAY_VALUES = tag(1, LENGTH_DELIMITED);
const SCOPE_SPANS = { scope: tag(1, LENGTH_DELIMITED), spans: tag(2, LENGTH_DELIMITED) } as const;
const SCOPE = { name: tag(1, LENGTH_DELIMITED), version: tag(2, LENGTH_DELIMITED) } as const;
const RESOURCE_SPANS = { resource: tag(1, LENGTH_DELIMITED), scopeSpans: tag(2, LENGTH_DELIMITED) } as const;
const RESOURCE_ATTRIBUTES = tag(1, LENGTH_DELIMITED);
const REQUEST_RESOURCE_SPANS = tag(1, LENGTH_DELIMITED);

/**
 * Appends `span` as one `ScopeSpans.spans` entry.
 * @returns false, and nothing appended, where the span would exceed the 2 MiB that one message may have
 */
export function appendSpan(writer: ProtobufWriter, span: ReadableSpan): boolean {
  const before = writer.length;
  const message = writer.beginMessage(SCOPE_SPANS.spans);
  const context = span.spanContext();
  writer.hex(SPAN.traceId, context.traceId);
  writer.hex(SPAN.spanId, context.spanId);
  if (context.traceState !== undefined) writer.string(SPAN.traceState, context.traceState.serialize());
  if (span.parentSpanContext !== undefined) writer.hex(SPAN.parentSpanId, span.parentSpanContext.spanId);
  writer.string(SPAN.name, span.name);
  writer.varint(SPAN.kind, span.kind + 1); // the API counts from INTERNAL = 0, OTLP from UNSPECIFIED = 0
  time(writer, SPAN.startTime, span.startTime);
  time(writer, SPAN.endTime, span.endTime);
  attributes(writer, SPAN.attributes, span.attributes);
  if (span.droppedAttributesCount > 0) writer.varint(SPAN.droppedAttributes, span.droppedAttributesCount);
  for (const event of span.events) {
    const start = writer.beginMessage(SPAN.events);
    time(writer, EVENT.time, event.time);
    writer.string(EVENT.name, event.name);
    if (event.attributes !== undefined) attributes(writer, EVENT.attributes, event.attributes);
    if (event.droppedAttributesCount) writer.varint(EVENT.droppedAttributes, event.droppedAttributesCount);
    writer.endMessage(start);
  }
  if (span.droppedEventsCount > 0) writer.varint(SPAN.droppedEvents, span.droppedEventsCount);
  for (const link of span.links) {
    const start = writer.beginMessage(SPAN.links);
    writer.hex(LINK.traceId, link.context.traceId);
    writer.hex(LINK.spanId, link.context.spanId);
    if (link.context.traceState !== undefined) {
      writer.string(LINK.traceState, link.context.traceState.serialize());
    }
    if (link.attributes !== undefined) attributes(writer, LINK.attributes, link.attributes);
    if (link.droppedAttributesCount) writer.varint(LINK.droppedAttributes, link.droppedAttributesCount);
    writer.endMessage(start);
  }
  if (span.droppedLinksCount > 0) writer.varint(SPAN.droppedLinks, span.droppedLinksCount);
  if (span.status.code !== 0) {
    const start = writer.beginMessage(SPAN.status);
    if (span.status.message !== undefined) writer.string(STATUS.message, span.status.message);
    writer.varint(STATUS.code, span.status.code);
    writer.endMessage(start);
  }
  if (writer.endMessage(message)) return true;
  writer.truncate(before);
  return false;
}

/** One ExportTraceServiceRequest out of already encoded parts. */
export function exportRequest(
  resource: Uint8Array,
  scopes: Iterable<{ scope: Uint8Array; spans: Uint8Array }>,
): Buffer {
  const resourceSpans = new ProtobufWriter();
  resourceSpans.bytes(RESOURCE_SPANS.resource, resource);
  for (const { scope, spans } of scopes) {
    const body = new ProtobufWriter(scope.length + spans.length + 16);
    body.bytes(SCOPE_SPANS.scope, scope);
    body.raw(spans);
    resourceSpans.bytes(RESOURCE_SPANS.scopeSpans, body.take());
  }
  const request = new ProtobufWriter(resourceSpans.length + 8);
  request.bytes(REQUEST_RESOURCE_SPANS, resourceSpans.take());
  return request.take();
}

export function encodeResource(resourceAttributes: Attributes): Buffer {
  const writer = new ProtobufWriter();
  attributes(writer, RESOURCE_ATTRIBUTES, resourceAttributes);
  return writer.take();
}

export function encodeScope(name: string, version: string | undefined): Buffer {
  const writer = new ProtobufWriter();
  writer.string(SCOPE.name, name);
  if (version !== undefined) writer.string(SCOPE.version, version);
  return writer.take();
}

function time(writer: ProtobufWriter, field: number, [seconds, nanos]: HrTime): void {
  writer.fixed64Nanos(field, seconds, nanos);
}

function attributes(writer: ProtobufWriter, field: number, values: Attributes): void {
  for (const key in values) {
    const value = values[key];
    if (value === undefined || value === null) continue;
    const keyValue = writer.beginMessage(field);
    writer.string(KEY_VALUE.key, key);
    const anyValue = writer.beginMessage(KEY_VALUE.value);
    attributeValue(writer, value);
    writer.endMessage(anyValue);
    writer.endMessage(keyValue);
  }
}

function attributeValue(writer: ProtobufWriter, value: AttributeValue): void {
  if (typeof value === 'string') writer.string(ANY_VALUE.string, value);
  else if (typeof value === 'boolean') writer.varint(ANY_VALUE.bool, value ? 1 : 0);
  else if (typeof value === 'number') {
    if (Number.isSafeInteger(value)) writer.int64(ANY_VALUE.int, value);
    else writer.double(ANY_VALUE.double, value);
  } else if (Array.isArray(value)) {
    const array = writer.beginMessage(ANY_VALUE.array);
    for (const item of value) {
      const start = writer.beginMessage(ARRAY_VALUES);
      if (item !== null && item !== undefined) attributeValue(writer, item);
      writer.endMessage(start);
    }
    writer.endMessage(array);
  }
}
