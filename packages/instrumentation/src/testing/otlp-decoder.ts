import protobuf from 'protobufjs';

/**
 * Decodes OTLP trace requests with protobufjs and the fields of opentelemetry-proto 1.x: common, resource, trace and
 * collector/trace. Nothing of ours takes part, so that an error of the encoder cannot cancel itself out.
 */
const { root } = protobuf.parse(
  `syntax = "proto3";
  message ExportTraceServiceRequest { repeated ResourceSpans resource_spans = 1; }
  message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; string schema_url = 3; }
  message Resource { repeated KeyValue attributes = 1; uint32 dropped_attributes_count = 2; }
  message ScopeSpans { InstrumentationScope scope = 1; repeated Span spans = 2; string schema_url = 3; }
  message InstrumentationScope {
    string name = 1; string version = 2; repeated KeyValue attributes = 3; uint32 dropped_attributes_count = 4;
  }
  message Span {
    bytes trace_id = 1; bytes span_id = 2; string trace_state = 3; bytes parent_span_id = 4; fixed32 flags = 16;
    string name = 5; SpanKind kind = 6; fixed64 start_time_unix_nano = 7; fixed64 end_time_unix_nano = 8;
    repeated KeyValue attributes = 9; uint32 dropped_attributes_count = 10;
    repeated Event events = 11; uint32 dropped_events_count = 12;
    repeated Link links = 13; uint32 dropped_links_count = 14; Status status = 15;
  }
  enum SpanKind {
    SPAN_KIND_UNSPECIFIED = 0; SPAN_KIND_INTERNAL = 1; SPAN_KIND_SERVER = 2; SPAN_KIND_CLIENT = 3;
    SPAN_KIND_PRODUCER = 4; SPAN_KIND_CONSUMER = 5;
  }
  message Event {
    fixed64 time_unix_nano = 1; string name = 2; repeated KeyValue attributes = 3; uint32 dropped_attributes_count = 4;
  }
  message Link {
    bytes trace_id = 1; bytes span_id = 2; string trace_state = 3; repeated KeyValue attributes = 4;
    uint32 dropped_attributes_count = 5; fixed32 flags = 6;
  }
  message Status { string message = 2; StatusCode code = 3; }
  enum StatusCode { STATUS_CODE_UNSET = 0; STATUS_CODE_OK = 1; STATUS_CODE_ERROR = 2; }
  message KeyValue { string key = 1; AnyValue value = 2; }
  message AnyValue {
    oneof value {
      string string_value = 1; bool bool_value = 2; int64 int_value = 3; double double_value = 4;
      ArrayValue array_value = 5; KeyValueList kvlist_value = 6; bytes bytes_value = 7;
    }
  }
  message ArrayValue { repeated AnyValue values = 1; }
  message KeyValueList { repeated KeyValue values = 1; }`,
  { keepCase: true },
);
const request = root.lookupType('ExportTraceServiceRequest');

export type AnyValue = Partial<{
  string_value: string;
  bool_value: boolean;
  /** Decimal digits: 64 bits have no room in a double. */
  int_value: string;
  double_value: number;
  array_value: { values: AnyValue[] };
}>;
export interface KeyValue {
  key: string;
  value: AnyValue;
}
export interface DecodedSpan {
  trace_id: string;
  span_id: string;
  trace_state: string;
  parent_span_id: string;
  flags: number;
  name: string;
  kind: string;
  start_time_unix_nano: string;
  end_time_unix_nano: string;
  attributes: KeyValue[];
  events: object[];
  links: { flags: number }[];
  status: { message: string; code: string } | null;
}
export interface DecodedRequest {
  resource_spans: {
    resource: { attributes: KeyValue[] };
    scope_spans: { scope: { name: string; version: string }; spans: DecodedSpan[] }[];
  }[];
}

/** Every field with its proto3 default where it was absent; 64-bit numbers as decimal text, bytes as base64. */
export function decodeRequest(body: Uint8Array): DecodedRequest {
  return request.toObject(request.decode(body), {
    defaults: true,
    longs: String,
    bytes: String,
    enums: String,
  }) as unknown as DecodedRequest;
}

export const spansOf = (body: Uint8Array): DecodedSpan[] =>
  decodeRequest(body).resource_spans.flatMap(({ scope_spans }) => scope_spans.flatMap(({ spans }) => spans));

/** Attributes as a record of plain values. */
export function attributesOf({ attributes }: { attributes: KeyValue[] }): Record<string, unknown> {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [
      key,
      value.string_value ?? value.bool_value ?? value.double_value ?? Number(value.int_value),
    ]),
  );
}

export const hexOf = (base64: string): string => Buffer.from(base64, 'base64').toString('hex');
