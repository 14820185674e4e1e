/** What this service takes from a log record, whichever encoding it came in. */
export interface LogRecord {
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** 32 hexadecimal digits; undefined where the record belongs to no trace. */
  readonly traceId: string | undefined;
  /** Nested maps as objects, lists as arrays; a value without a counterpart in JSON is left out. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** OTLP's AnyValue as protobufjs and JSON parsers give it; exactly one field is set. */
export interface AnyValue {
  stringValue?: string | null;
  boolValue?: boolean | null;
  /** 64 bits: a number where it fits, decimal text otherwise. */
  intValue?: number | string | null;
  doubleValue?: number | string | null;
  arrayValue?: { values?: AnyValue[] | null } | null;
  kvlistValue?: { values?: KeyValue[] | null } | null;
}

export interface KeyValue {
  key?: string | null;
  value?: AnyValue | null;
}

/** Deeper nesting than any line of ours: what is below is dropped, so that no input can exhaust the stack. */
const MAX_DEPTH = 8;

export function attributesOf(
  entries: readonly KeyValue[] | null | undefined,
  depth = 0,
): Record<string, unknown> {
  const attributes: Record<string, unknown> = Object.create(null);
  if (!Array.isArray(entries) || depth > MAX_DEPTH) return attributes;
  for (const entry of entries) {
    if (typeof entry?.key !== 'string') continue;
    const value = plainValue(entry.value, depth);
    if (value !== undefined) attributes[entry.key] = value;
  }
  return attributes;
}

function plainValue(value: AnyValue | null | undefined, depth: number): unknown {
  if (value === null || value === undefined) return null; // an attribute that is there and empty
  if (typeof value.stringValue === 'string') return value.stringValue;
  if (typeof value.boolValue === 'boolean') return value.boolValue;
  if (value.intValue !== undefined && value.intValue !== null) return Number(value.intValue);
  if (value.doubleValue !== undefined && value.doubleValue !== null) return Number(value.doubleValue);
  if (value.kvlistValue) return attributesOf(value.kvlistValue.values, depth + 1);
  if (value.arrayValue && depth < MAX_DEPTH) {
    const { values } = value.arrayValue;
    return Array.isArray(values) ? values.map((item) => plainValue(item, depth + 1)) : [];
  }
  return Object.keys(value).length === 0 ? null : undefined;
}
