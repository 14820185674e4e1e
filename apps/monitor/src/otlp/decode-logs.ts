import { MalformedLogs } from '../errors.ts';
import { attributesOf, type KeyValue, type LogRecord } from './log-record.ts';
import { LogsRequest } from './proto.ts';

interface RawRecord {
  timeUnixNano?: string | number | null;
  observedTimeUnixNano?: string | number | null;
  /** Base64 after protobuf, hexadecimal digits in OTLP's JSON. */
  traceId?: string | null;
  attributes?: KeyValue[] | null;
}

interface RawRequest {
  resourceLogs?: { scopeLogs?: { logRecords?: RawRecord[] | null }[] | null }[] | null;
}

/** @throws MalformedLogs where the bytes are no ExportLogsServiceRequest */
export function decodeProtobufLogs(body: Uint8Array): LogRecord[] {
  let request: RawRequest;
  try {
    request = LogsRequest.toObject(LogsRequest.decode(body), { longs: String, bytes: String });
  } catch (error) {
    throw new MalformedLogs((error as Error).message);
  }
  return recordsOf(request, (traceId) => Buffer.from(traceId, 'base64').toString('hex'));
}

/** @throws MalformedLogs where the text is no ExportLogsServiceRequest in OTLP's JSON */
export function decodeJsonLogs(body: Buffer): LogRecord[] {
  let request: unknown;
  try {
    request = JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw new MalformedLogs((error as Error).message);
  }
  if (typeof request !== 'object' || request === null || Array.isArray(request)) {
    throw new MalformedLogs('expected an object');
  }
  return recordsOf(request as RawRequest, (traceId) => traceId.toLowerCase());
}

function recordsOf(request: RawRequest, hex: (traceId: string) => string): LogRecord[] {
  const records: LogRecord[] = [];
  for (const { scopeLogs } of list(request.resourceLogs)) {
    for (const { logRecords } of list(scopeLogs)) {
      for (const record of list(logRecords)) records.push(recordOf(record, hex));
    }
  }
  return records;
}

function recordOf(record: RawRecord, hex: (traceId: string) => string): LogRecord {
  const traceId = record.traceId ? hex(record.traceId) : '';
  return {
    time: milliseconds(record.timeUnixNano) || milliseconds(record.observedTimeUnixNano),
    traceId: /^[0-9a-f]{32}$/.test(traceId) ? traceId : undefined,
    attributes: attributesOf(record.attributes),
  };
}

/** A double holds milliseconds of this age exactly; nanoseconds it would round. */
const milliseconds = (nanoseconds: string | number | null | undefined): number =>
  Math.round(Number(nanoseconds ?? 0) / 1e6);

/** Nothing in OTLP's JSON is required, and nothing says that a sender keeps to it. */
function list<Item extends object>(items: readonly Item[] | null | undefined): Item[] {
  if (items === null || items === undefined) return [];
  if (!Array.isArray(items)) throw new MalformedLogs('expected a list');
  return items.filter((item) => typeof item === 'object' && item !== null);
}
