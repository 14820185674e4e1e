import { gzipSync } from 'node:zlib';
import { LogsRequest } from '../src/otlp/proto.ts';

/** A prediction's line as the Collector delivers it: attributes, and the record's own time and trace. */
export interface TestRecord {
  readonly time?: number;
  readonly traceId?: string;
  readonly attributes: Record<string, unknown>;
}

let lastId = 0;

/** A prediction event; every call makes a new id unless one is given. */
export function prediction(change: Record<string, unknown> = {}, time = Date.now()): TestRecord {
  lastId += 1;
  return {
    time,
    traceId: '0af7651916cd43dd8448eb211c80319c',
    attributes: {
      event_type: 'model_prediction',
      prediction_id: `prediction-${process.pid}-${lastId}`,
      model_name: 'fraud-detection',
      model_version: '1',
      model_role: 'champion',
      prediction: 'approve',
      prediction_score: 0.02,
      latency_ms: 4.2,
      features_source: 'online',
      features_missing: 0,
      features: {
        amount: 42.5,
        merchant_category: 'grocery',
        hour_of_day: 14,
        distance_from_home_km: 12.5,
        card_present: true,
        account_age_days: 400,
        transactions_last_hour: 0,
        transactions_last_day: 1,
        average_amount_30d: 60,
        chargebacks_last_90d: 0,
        days_since_last_transaction: 0.5,
      },
      ...change,
    },
  };
}

export const idOf = (record: TestRecord): string => String(record.attributes.prediction_id);

const anyValue = (value: unknown): object => {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number') return { doubleValue: value };
  if (value === null) return {};
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValue) } };
  return { kvlistValue: { values: keyValues(value as Record<string, unknown>) } };
};
const keyValues = (attributes: Record<string, unknown>): object[] =>
  Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ({ key, value: anyValue(value) }));

function request(records: readonly TestRecord[], traceId: (hex: string) => unknown): object {
  const logRecords = records.map(({ time, traceId: hex, attributes }) => ({
    timeUnixNano: `${Math.round(time ?? Date.now())}000000`,
    ...(hex === undefined ? {} : { traceId: traceId(hex) }),
    attributes: keyValues(attributes),
  }));
  return { resourceLogs: [{ scopeLogs: [{ logRecords }] }] };
}

const jsonBody = (records: readonly TestRecord[]): Buffer =>
  Buffer.from(JSON.stringify(request(records, (hex) => hex)));

export const protobufBody = (records: readonly TestRecord[]): Buffer =>
  Buffer.from(
    LogsRequest.encode(LogsRequest.fromObject(request(records, (hex) => Buffer.from(hex, 'hex')))).finish(),
  );

export interface Delivery {
  readonly encoding?: 'protobuf' | 'json';
  readonly gzip?: boolean;
}

/** Posts a batch as the Collector's exporter does. */
export function deliver(
  url: string,
  records: readonly TestRecord[],
  { encoding = 'protobuf', gzip = true }: Delivery = {},
): Promise<Response> {
  const plain = encoding === 'protobuf' ? protobufBody(records) : jsonBody(records);
  return fetch(`${url}/v1/logs`, {
    method: 'POST',
    headers: {
      'content-type': encoding === 'protobuf' ? 'application/x-protobuf' : 'application/json',
      ...(gzip ? { 'content-encoding': 'gzip' } : {}),
    },
    body: (gzip ? gzipSync(plain) : plain) as Uint8Array<ArrayBuffer>,
  });
}

/** As many as one delivery of the Collector brings. */
const BATCH = 500;

/** @throws Error where one of the deliveries is refused */
export async function deliverAll(url: string, records: readonly TestRecord[]): Promise<void> {
  for (let at = 0; at < records.length; at += BATCH) {
    const { status } = await deliver(url, records.slice(at, at + BATCH));
    if (status !== 200) throw new Error(`a delivery was answered with ${status}`);
  }
}
